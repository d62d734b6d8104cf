#include "core/storage/safetensors_header.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>

#include "core/check.h"

namespace anneal::safetensors {
namespace {

constexpr std::size_t kLengthBytes = 8;
constexpr std::uint64_t kMaxHeaderBytes = 100'000'000;
constexpr std::uint64_t kMaxExtent = std::uint64_t{1} << 62;
constexpr std::string_view kMetadata = "__metadata__";

// Reads the JSON as a stream of events: nothing is built that the format does not allow, so that
// depth, repeated keys and wrong types are seen at once and cost nothing.
class HeaderReader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit HeaderReader(std::string_view what) : what_(what) {}

  Header take() { return std::move(header_); }

  bool null() override { fail("null is not allowed"); }
  bool boolean(bool /*value*/) override { fail("true and false are not allowed"); }
  bool number_integer(std::int64_t value) override { fail("negative number ", value); }
  bool number_float(double /*value*/, const std::string& text) override {
    fail(text, " is not a whole number in range");
  }
  bool binary(binary_t& /*value*/) override { fail("binary data"); }

  bool number_unsigned(std::uint64_t value) override {
    if (depth_ != 3) {
      fail("unexpected number ", value);
    }
    numbers_->push_back(value);
    if (numbers_->size() > Shape::kMaxRank) {
      fail(field_, " has more than ", Shape::kMaxRank, " numbers");
    }
    return true;
  }

  bool string(std::string& value) override {
    if (depth_ == 2 && in_metadata()) {
      header_.metadata[field_] = value;
    } else if (depth_ == 2 && field_ == "dtype") {
      type_ = value;
    } else {
      fail("unexpected text \"", value, "\"");
    }
    return true;
  }

  bool start_object(std::size_t /*size*/) override {
    if (depth_ >= 2) {
      fail("an object is nested too deeply");
    }
    ++depth_;
    fields_.clear();
    type_.reset();
    shape_.reset();
    offsets_.reset();
    return true;
  }

  bool key(std::string& key) override {
    std::set<std::string>& seen = depth_ == 1 ? names_ : fields_;
    (depth_ == 1 ? name_ : field_) = key;
    if (depth_ == 1) {
      field_.clear();
    }
    if (!seen.insert(key).second) {
      fail("\"", key, "\" appears twice");
    }
    return true;
  }

  bool end_object() override {
    if (--depth_ == 1 && !in_metadata()) {
      add_entry();
    }
    return true;
  }

  bool start_array(std::size_t /*size*/) override {
    if (depth_ != 2 || in_metadata() || (field_ != "shape" && field_ != "data_offsets")) {
      fail("unexpected array");
    }
    ++depth_;
    numbers_ = &(field_ == "shape" ? shape_ : offsets_).emplace();
    return true;
  }

  bool end_array() override {
    --depth_;
    return true;
  }

  bool parse_error(std::size_t position,
                   const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    throw std::runtime_error(
        join_text(what_, ": the header is not valid JSON at its byte ", position));
  }

 private:
  bool in_metadata() const { return name_ == kMetadata; }

  template <class... Parts>
  [[noreturn]] void fail(const Parts&... parts) const {
    throw std::runtime_error(join_text(what_, ": header",
                                       name_.empty() ? std::string() : ", tensor \"" + name_ + "\"",
                                       ": ", parts...));
  }

  void add_entry() {
    if (!type_ || !shape_ || !offsets_) {
      fail("dtype, shape and data_offsets are needed");
    }
    if (element_bytes(*type_) == 0) {
      fail("element type ", *type_, " is not supported (F64, F32, F16 and BF16 are)");
    }
    if (offsets_->size() != 2) {
      fail("data_offsets has ", offsets_->size(), " numbers, not 2");
    }
    std::vector<Index> extents;
    for (const std::uint64_t extent : *shape_) {
      if (extent > kMaxExtent) {
        fail("extent ", extent, " is too large");
      }
      extents.push_back(extent);
    }
    Entry entry{
        .name = name_, .type = *type_, .shape = {}, .begin = (*offsets_)[0], .end = (*offsets_)[1]};
    try {
      entry.shape = Shape(extents);
    } catch (const std::invalid_argument& error) {
      fail(error.what());
    }
    header_.entries.push_back(std::move(entry));
  }

  std::string_view what_;
  Header header_;
  int depth_ = 0;  // 1 in the outer object, 2 in a tensor's or the metadata, 3 in an array
  std::string name_;
  std::string field_;
  std::set<std::string> names_;
  std::set<std::string> fields_;  // of the current tensor
  std::optional<std::string> type_;
  std::optional<std::vector<std::uint64_t>> shape_;
  std::optional<std::vector<std::uint64_t>> offsets_;
  std::vector<std::uint64_t>* numbers_ = nullptr;  // the array that is being read
};

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    value = value << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return value;
}

// Sorts the entries by position and makes sure that they cover `data_bytes` exactly once.
void check_layout(std::vector<Entry>& entries, std::size_t data_bytes, std::string_view what) {
  const auto require = [&](bool condition, const auto&... parts) {
    if (!condition) {
      throw std::runtime_error(join_text(what, ": ", parts...));
    }
  };
  std::ranges::sort(entries, [](const Entry& a, const Entry& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
  std::size_t covered = 0;
  for (const Entry& e : entries) {
    require(e.begin <= e.end, "tensor \"", e.name, "\": data_offsets ", e.begin, " and ", e.end,
            " are in the wrong order");
    require(e.end <= data_bytes, "tensor \"", e.name, "\": data_offsets end at ", e.end,
            ", the file has ", data_bytes, " bytes of data");
    require(e.begin >= covered, "tensor \"", e.name,
            "\": overlaps the tensor before it (begins at ", e.begin, ", the other ends at ",
            covered, ")");
    require(e.begin == covered, "tensor \"", e.name, "\": bytes ", covered, " to ", e.begin,
            " before it belong to no tensor");
    const std::size_t width = element_bytes(e.type);
    assert(width > 0);  // other types were refused with the header
    const std::size_t elements = e.shape.size();
    require(elements <= data_bytes / width && elements * width == e.end - e.begin, "tensor \"",
            e.name, "\": shape ", e.shape, " of ", e.type, " does not match its ", e.end - e.begin,
            " bytes");
    covered = e.end;
  }
  require(covered == data_bytes, data_bytes - covered, " bytes after the last tensor");
}

}  // namespace

std::size_t element_bytes(std::string_view type) {
  if (type == "F64") {
    return 8;
  }
  if (type == "F32") {
    return 4;
  }
  return type == "F16" || type == "BF16" ? 2 : 0;
}

Header parse_header(std::string_view file, std::string_view what) {
  if (file.size() < kLengthBytes) {
    throw std::runtime_error(join_text(what, ": not a safetensors file: it has ", file.size(),
                                       " bytes, the header length alone needs ", kLengthBytes));
  }
  const std::uint64_t length = little_endian(file.substr(0, kLengthBytes));
  const std::size_t rest = file.size() - kLengthBytes;
  if (length > kMaxHeaderBytes || length > rest) {
    throw std::runtime_error(join_text(
        what, ": not a safetensors file: header length ", length,
        length > rest ? " is beyond the end of the file, " : " is above the limit of 100 MB, ",
        file.size(), " bytes long"));
  }
  const std::string_view json = file.substr(kLengthBytes, length);
  if (!json.starts_with('{')) {
    throw std::runtime_error(
        join_text(what, ": not a safetensors file: the header does not begin with '{'"));
  }
  HeaderReader reader(what);
  nlohmann::json::sax_parse(json.begin(), json.end(), &reader);
  Header header = reader.take();
  header.bytes = kLengthBytes + length;
  check_layout(header.entries, file.size() - header.bytes, what);
  return header;
}

std::string print_header(const Header& header) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  if (!header.metadata.empty()) {
    json[std::string(kMetadata)] = header.metadata;
  }
  for (const Entry& entry : header.entries) {
    const std::span<const Index> extents = entry.shape.extents();
    json[entry.name] = {{"dtype", entry.type},
                        {"shape", std::vector<Index>(extents.begin(), extents.end())},
                        {"data_offsets", {entry.begin, entry.end}}};
  }
  std::string text;
  try {
    text = json.dump();
  } catch (const nlohmann::json::type_error&) {
    throw std::invalid_argument("safetensors: a name or a metadata text is not valid UTF-8");
  }
  text.resize((text.size() + 7) / 8 * 8, ' ');
  std::string length(kLengthBytes, '\0');
  for (std::size_t i = 0; i < kLengthBytes; ++i) {
    length[i] = static_cast<char>(text.size() >> (8 * i) & 0xff);
  }
  return length + text;
}

}  // namespace anneal::safetensors
