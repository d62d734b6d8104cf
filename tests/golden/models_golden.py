#!/usr/bin/env python3
"""Writes models.txt: what PyTorch computes, in double, for models with given weights.

    /usr/bin/python3 tests/golden/models_golden.py > tests/golden/models.txt

Weights and inputs come from pattern(), which the tests repeat, so only results are stored. One line per result:
name, then numbers. Of a gradient the line holds its norm, its product with a pattern, and its first four entries.
"""
import torch
import torch.optim.swa_utils

torch.set_default_dtype(torch.float64)


def pattern(shape, salt, scale):
    """Element i is scale * (((7919 i + 104729 salt) mod 2003) / 2003 - 1/2), i counted row-major."""
    count = int(torch.tensor(shape).prod()) if len(shape) else 1
    i = torch.arange(count, dtype=torch.int64)
    return (scale * (((7919 * i + 104729 * salt) % 2003).double() / 2003 - 0.5)).reshape(shape)


def fill(parameters):
    """The k-th parameter becomes pattern(k + 1), scaled so that activations neither die nor explode."""
    for k, (_, parameter) in enumerate(parameters):
        fan_in = parameter[0].numel() if parameter.dim() > 1 else 4
        parameter.data = pattern(parameter.shape, k + 1, 3.0 / fan_in**0.5)


def emit(name, numbers):
    print(name, *(repr(float(number)) for number in numbers))


def emit_gradients(prefix, parameters):
    for name, parameter in parameters:
        g = parameter.grad.reshape(-1)
        probe = pattern(g.shape, 99, 1.0)
        emit(f"{prefix}.grad.{name}", [g.norm(), g @ probe, *g[:4]])


def classifier(prefix, forward, parameters, x, labels):
    fill(parameters)
    logits = forward(x)
    loss = torch.nn.functional.cross_entropy(logits, labels)
    loss.backward()
    emit(f"{prefix}.logits", logits.detach().reshape(-1))
    emit(f"{prefix}.loss", [loss])
    emit_gradients(prefix, parameters)


def named(*layers):
    return [(f"{name}.{kind}", parameter) for name, layer in layers for kind, parameter in layer.named_parameters()]


def mlp():
    a, b, c = torch.nn.Linear(20, 16), torch.nn.Linear(16, 12), torch.nn.Linear(12, 5)
    forward = lambda x: c(torch.nn.functional.gelu(b(torch.nn.functional.gelu(a(x)))))
    parameters = named(("layers.0", a), ("layers.1", b), ("layers.2", c))
    classifier("mlp", forward, parameters, pattern((6, 20), 50, 2.0), torch.arange(6) % 5)


def lenet():
    conv1, conv2 = torch.nn.Conv2d(1, 8, 5, padding=2), torch.nn.Conv2d(8, 16, 5, padding=2)
    fc1, fc2 = torch.nn.Linear(784, 128), torch.nn.Linear(128, 10)

    def forward(x):
        h = torch.max_pool2d(torch.relu(conv1(x)), 2)
        h = torch.max_pool2d(torch.relu(conv2(h)), 2)
        return fc2(torch.relu(fc1(h.flatten(1))))

    parameters = named(("conv1", conv1), ("conv2", conv2), ("fc1", fc1), ("fc2", fc2))
    classifier("lenet", forward, parameters, pattern((3, 1, 28, 28), 51, 2.0), torch.arange(3) % 10)


def emit_buffers(prefix, module):
    for name, buffer in module.named_buffers():
        if not name.endswith("num_batches_tracked"):
            emit(f"{prefix}.buffer.{name}", buffer)


def trained_then_evaluated(prefix, module, forward, parameters, x, labels):
    """As classifier(); then the buffers after that one pass, and the logits in evaluation mode."""
    classifier(prefix, forward, parameters, x, labels)
    emit_buffers(prefix, module)
    module.eval()
    emit(f"{prefix}.evaluated", forward(x).detach().reshape(-1))


def cnn():
    class Cnn(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.conv1, self.bn1 = torch.nn.Conv2d(2, 4, 3, padding=1, bias=False), torch.nn.BatchNorm2d(4)
            self.conv2, self.bn2 = torch.nn.Conv2d(4, 6, 3, padding=1, bias=False), torch.nn.BatchNorm2d(6)
            self.fc1 = torch.nn.Linear(6 * 2 * 3, 5)

        def forward(self, x):
            h = torch.max_pool2d(torch.relu(self.bn1(self.conv1(x))), 2)
            h = torch.max_pool2d(torch.relu(self.bn2(self.conv2(h))), 2)
            return self.fc1(h.flatten(1))

    module = Cnn()
    trained_then_evaluated("cnn", module, module, list(module.named_parameters()),
                           pattern((4, 2, 9, 12), 52, 2.0), torch.arange(4) % 5)
    # Other weights than those that trained need statistics of their own.
    for parameter in module.parameters():
        parameter.data *= 0.5
    torch.optim.swa_utils.update_bn([pattern((4, 2, 9, 12), salt, salt - 59.0) for salt in (60, 61, 62)], module)
    emit_buffers("cnn.update_bn", module)
    emit("cnn.update_bn.evaluated", module(pattern((4, 2, 9, 12), 52, 2.0)).detach().reshape(-1))


class BasicBlock(torch.nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1, bias=False)
        self.bn1 = torch.nn.BatchNorm2d(outputs)
        self.conv2 = torch.nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.bn2 = torch.nn.BatchNorm2d(outputs)
        self.downsample = torch.nn.Identity()
        if stride != 1 or inputs != outputs:
            self.downsample = torch.nn.Sequential(
                torch.nn.Conv2d(inputs, outputs, 1, stride=stride, bias=False), torch.nn.BatchNorm2d(outputs))

    def forward(self, x):
        h = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return torch.relu(h + self.downsample(x))


def resnet():
    class ResNet(torch.nn.Module):
        def __init__(self, width):
            super().__init__()
            self.conv1, self.bn1 = torch.nn.Conv2d(3, width, 3, padding=1, bias=False), torch.nn.BatchNorm2d(width)
            self.layer1 = torch.nn.Sequential(BasicBlock(width, width, 1))
            self.layer2 = torch.nn.Sequential(BasicBlock(width, 2 * width, 2))
            self.layer3 = torch.nn.Sequential(BasicBlock(2 * width, 4 * width, 2))
            self.fc = torch.nn.Linear(4 * width, 5)

        def forward(self, x):
            h = torch.relu(self.bn1(self.conv1(x)))
            return self.fc(self.layer3(self.layer2(self.layer1(h))).mean((2, 3)))

    module = ResNet(4)
    trained_then_evaluated("resnet", module, module, list(module.named_parameters()),
                           pattern((3, 3, 10, 9), 53, 2.0), torch.arange(3) % 5)


class Block(torch.nn.Module):
    def __init__(self, width, heads, norm):
        super().__init__()
        self.heads, self.norm = heads, norm
        self.norm1 = torch.nn.LayerNorm(width)
        self.qkv, self.out = torch.nn.Linear(width, 3 * width), torch.nn.Linear(width, width)
        self.norm2 = torch.nn.LayerNorm(width)
        self.up, self.down = torch.nn.Linear(width, 4 * width), torch.nn.Linear(4 * width, width)

    def attend(self, x):
        n, length, width = x.shape
        q, k, v = self.qkv(x).view(n, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        mask = torch.triu(torch.ones(length, length, dtype=torch.bool), 1)
        scores = (q @ k.transpose(-2, -1) * (width // self.heads) ** -0.5).masked_fill(mask, float("-inf"))
        return self.out((scores.softmax(-1) @ v).transpose(1, 2).reshape(n, length, width))

    def think(self, x):
        return self.down(torch.nn.functional.gelu(self.up(x)))

    def forward(self, x):
        if self.norm == "pre":
            x = x + self.attend(self.norm1(x))
            return x + self.think(self.norm2(x))
        x = self.norm1(x + self.attend(x))
        return self.norm2(x + self.think(x))


def transformer(norm):
    class Transformer(torch.nn.Module):
        def __init__(self, vocabulary, length, width, heads, layers):
            super().__init__()
            self.tokens, self.positions = torch.nn.Embedding(vocabulary, width), torch.nn.Embedding(length, width)
            self.blocks = torch.nn.ModuleList([Block(width, heads, norm) for _ in range(layers)])
            self.norm = torch.nn.LayerNorm(width) if norm == "pre" else torch.nn.Identity()
            self.head = torch.nn.Linear(width, vocabulary, bias=False)

        def forward(self, ids):
            x = self.tokens(ids) + self.positions(torch.arange(ids.shape[1]))
            for block in self.blocks:
                x = block(x)
            return self.head(self.norm(x)).flatten(0, 1)

    module = Transformer(vocabulary=7, length=6, width=8, heads=2, layers=2)
    ids = (torch.arange(15) * 3 + torch.arange(15) // 4).reshape(3, 5) % 7
    classifier(f"transformer.{norm}", module, list(module.named_parameters()), ids, torch.arange(15) % 7)


print(f"# torch {torch.__version__}")
mlp()
lenet()
cnn()
resnet()
transformer("pre")
transformer("post")
