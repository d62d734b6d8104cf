"""Reads and writes safetensors files with nothing but numpy: the format is 8 bytes of header length, JSON, elements."""
import json
import struct

import numpy as np

TYPES = {"F64": np.float64, "F32": np.float32, "F16": np.float16, "BF16": np.uint16}


def write(path, tensors, metadata=None):
    """tensors: {name: array}, or (type, array) where numpy lacks the type (BF16 as uint16)."""
    header, data = ({"__metadata__": metadata} if metadata else {}), b""
    for name, value in tensors.items():
        kind, array = value if isinstance(value, tuple) else ({"d": "F64", "f": "F32", "e": "F16"}[value.dtype.char], value)
        raw = np.ascontiguousarray(array).tobytes()
        header[name] = {"dtype": kind, "shape": list(array.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def read(path):
    with open(path, "rb") as file:
        size, = struct.unpack("<Q", file.read(8))
        header, data = json.loads(file.read(size)), file.read()
    metadata = header.pop("__metadata__", {})
    arrays = {name: np.frombuffer(data[slice(*e["data_offsets"])], TYPES[e["dtype"]]).reshape(e["shape"])
              for name, e in header.items()}
    return arrays, metadata
