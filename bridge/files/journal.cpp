#include "bridge/files/journal.h"

#include <array>
#include <cstring>
#include <utility>

namespace goferry::files {

namespace {

constexpr uint32_t kHeader = 24;
constexpr uint32_t kRecordHead = 12;
constexpr uint8_t kMagic[4] = {'G', 'F', 'J', '1'};

constexpr std::array<uint32_t, 256> kCrcTable = [] {
  std::array<uint32_t, 256> table = {};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value & 1) != 0 ? 0xEDB88320u ^ value >> 1 : value >> 1;
    table[i] = value;
  }
  return table;
}();

template <class T>
void put(std::vector<uint8_t>& to, T value) {
  uint8_t bytes[sizeof value];
  memcpy(bytes, &value, sizeof value);
  to.insert(to.end(), bytes, bytes + sizeof value);
}

/// Reads fields, never past the end; `ok` says whether all were there.
struct Fields {
  const uint8_t* at;
  size_t left;
  bool ok = true;

  template <class T>
  void get(T& value) {
    if (left < sizeof value) {
      ok = false;
      return;
    }
    memcpy(&value, at, sizeof value);
    at += sizeof value;
    left -= sizeof value;
  }
  void get(std::string_view& text, size_t len) {
    if (!ok || left < len) {
      ok = false;
      return;
    }
    text = {reinterpret_cast<const char*>(at), len};
    at += len;
    left -= len;
  }
};

/// The next change of a record. False: these bytes are none.
bool read_change(Fields& fields, Change& change) {
  change = {};
  uint8_t kind = 0, name_len = 0;
  uint16_t text_len = 0;
  fields.get(kind);
  change.kind = static_cast<Change::Kind>(kind);
  switch (change.kind) {
    case Change::Kind::kNode:
      fields.get(change.ino);
      for (uint32_t* const field : {&change.mode, &change.uid, &change.gid, &change.rdev}) fields.get(*field);
      for (int64_t* const field : {&change.atime_ns, &change.mtime_ns, &change.ctime_ns}) fields.get(*field);
      fields.get(text_len);
      fields.get(change.text, text_len);
      return fields.ok;
    case Change::Kind::kName:
    case Change::Kind::kUnname:
      fields.get(change.parent);
      if (change.kind == Change::Kind::kName) fields.get(change.ino);
      fields.get(name_len);
      fields.get(change.text, name_len);
      return fields.ok && name_len != 0 && change.text.find('/') == std::string_view::npos &&
             change.text.find('\0') == std::string_view::npos;
    case Change::Kind::kExtent:
      fields.get(change.ino);
      for (uint32_t* const field : {&change.block, &change.place, &change.count}) fields.get(*field);
      return fields.ok && change.count != 0 && change.count <= UINT32_MAX - change.block && change.count <= UINT32_MAX - change.place;
    case Change::Kind::kSize:
      fields.get(change.ino);
      fields.get(change.size);
      return fields.ok;
    case Change::Kind::kGone:
      fields.get(change.ino);
      return fields.ok;
  }
  return false;
}

uint32_t record_crc(uint64_t generation, uint32_t len, uint32_t sequence, const uint8_t* changes) {
  std::vector<uint8_t> head;
  put(head, generation);
  put(head, len);
  put(head, sequence);
  return crc32(crc32(0, head.data(), head.size()), changes, len);
}

/// The generation of a journal, 0 where there is no sound header.
Result<uint64_t> generation_of(StoreBackend& store, StoreFile file) {
  uint8_t header[kHeader];
  const Result<uint32_t> count = store.read(file, 0, header, kHeader);
  if (!count.ok()) return count.error();
  Fields fields = {header + sizeof kMagic, kHeader - sizeof kMagic};
  uint32_t version = 0, crc = 0;
  uint64_t generation = 0;
  fields.get(version);
  fields.get(generation);
  fields.get(crc);
  if (*count < kHeader || memcmp(header, kMagic, sizeof kMagic) != 0 || crc != crc32(0, header, 16)) return uint64_t{0};
  if (version != Journal::kVersion) return Errno::kIo;
  return generation;
}

}  // namespace

uint32_t crc32(uint32_t before, const uint8_t* bytes, size_t len) {
  uint32_t crc = ~before;
  for (size_t i = 0; i < len; ++i) crc = kCrcTable[(crc ^ bytes[i]) & 0xFF] ^ crc >> 8;
  return ~crc;
}

Outcome Journal::open(ChangeSink& sink) {
  const Result<uint64_t> a = generation_of(store_, StoreFile::kJournalA);
  if (!a.ok()) return a.error();
  const Result<uint64_t> b = generation_of(store_, StoreFile::kJournalB);
  if (!b.ok()) return b.error();
  file_ = *b > *a ? StoreFile::kJournalB : StoreFile::kJournalA;
  generation_ = *b > *a ? *b : *a;
  end_ = kHeader;
  sequence_ = 0;
  if (generation_ != 0) return replay(sink);
  generation_ = 1;
  if (const Outcome cut = store_.truncate(file_, 0); !cut.ok()) return cut;
  if (const Outcome written = write_header(); !written.ok()) return written;
  return flush();
}

Outcome Journal::replay(ChangeSink& sink) {
  std::vector<uint8_t> changes;
  for (;;) {
    uint8_t head[kRecordHead];
    const Result<uint32_t> count = store_.read(file_, end_, head, kRecordHead);
    if (!count.ok()) return count.error();
    Fields fields = {head, *count};
    uint32_t len = 0, sequence = 0, crc = 0;
    fields.get(len);
    fields.get(sequence);
    fields.get(crc);
    if (!fields.ok || len == 0 || len > kRecordMax || sequence != sequence_ + 1) break;
    changes.resize(len);
    const Result<uint32_t> there = store_.read(file_, end_ + kRecordHead, changes.data(), len);
    if (!there.ok()) return there.error();
    if (*there < len || crc != record_crc(generation_, len, sequence, changes.data())) break;
    // Whole: first all of it is understood, then all of it happens.
    Change change;
    Fields all = {changes.data(), len};
    while (all.left != 0) {
      if (!read_change(all, change)) return Errno::kIo;
    }
    for (all = {changes.data(), len}; all.left != 0;) {
      (void)read_change(all, change);
      sink.apply(change);
    }
    end_ += kRecordHead + len;
    sequence_ = sequence;
  }
  // A torn record must not become whole again by what is written over a part of it.
  return store_.truncate(file_, end_);
}

Outcome Journal::write_header() {
  std::vector<uint8_t> header(kMagic, kMagic + sizeof kMagic);
  put(header, kVersion);
  put(header, generation_);
  put(header, crc32(0, header.data(), header.size()));
  put(header, uint32_t{0});
  return store_.write(file_, 0, header.data(), kHeader);
}

void Journal::add(const Change& change) {
  if (records_.size() == record_at_) records_.resize(record_at_ + kRecordHead);
  put(records_, change.kind);
  const auto text = [&] { records_.insert(records_.end(), change.text.begin(), change.text.end()); };
  switch (change.kind) {
    case Change::Kind::kNode:
      put(records_, change.ino);
      for (const uint32_t field : {change.mode, change.uid, change.gid, change.rdev}) put(records_, field);
      for (const int64_t field : {change.atime_ns, change.mtime_ns, change.ctime_ns}) put(records_, field);
      put(records_, static_cast<uint16_t>(change.text.size()));
      return text();
    case Change::Kind::kName:
    case Change::Kind::kUnname:
      put(records_, change.parent);
      if (change.kind == Change::Kind::kName) put(records_, change.ino);
      put(records_, static_cast<uint8_t>(change.text.size()));
      return text();
    case Change::Kind::kExtent:
      put(records_, change.ino);
      for (const uint32_t field : {change.block, change.place, change.count}) put(records_, field);
      return;
    case Change::Kind::kSize:
      put(records_, change.ino);
      return put(records_, change.size);
    case Change::Kind::kGone:
      return put(records_, change.ino);
  }
}

void Journal::seal() {
  if (records_.size() == record_at_) return;
  const auto len = static_cast<uint32_t>(records_.size() - record_at_ - kRecordHead);
  memcpy(records_.data() + record_at_, &len, sizeof len);
  record_at_ = records_.size();
}

void Journal::drop_records() {
  records_.clear();
  record_at_ = 0;
}

Outcome Journal::commit() {
  seal();
  if (records_.empty()) return {};
  uint32_t sequence = sequence_;
  for (size_t at = 0; at < records_.size();) {
    uint32_t len = 0;
    memcpy(&len, records_.data() + at, sizeof len);
    if (len > kRecordMax) {
      drop_records();
      return in_snapshot_ ? give_up_snapshot(Errno::kFbig) : Errno::kFbig;
    }
    const uint32_t numbers[2] = {sequence + 1, record_crc(generation_, len, sequence + 1, records_.data() + at + kRecordHead)};
    memcpy(records_.data() + at + sizeof len, numbers, sizeof numbers);
    at += kRecordHead + len;
    ++sequence;
  }
  const Outcome written = store_.write(file_, end_, records_.data(), static_cast<uint32_t>(records_.size()));
  if (!written.ok()) return in_snapshot_ ? give_up_snapshot(written.error) : written;
  end_ += records_.size();
  sequence_ = sequence;
  drop_records();
  return {};
}

Outcome Journal::flush() { return store_.flush(file_); }

Outcome Journal::begin_snapshot() {
  if (const Outcome written = commit(); !written.ok()) return written;
  before_ = {file_, generation_, end_, sequence_};
  in_snapshot_ = true;
  file_ = other();
  ++generation_;
  end_ = kHeader;
  sequence_ = 0;
  return {};  // what the file has had is of an earlier generation: no records
}

Outcome Journal::finish_snapshot() {
  if (!in_snapshot_) return Errno::kInval;  // it failed on the way
  if (const Outcome written = commit(); !written.ok()) return written;
  Outcome done = flush();
  if (done.ok()) done = write_header();
  if (done.ok()) done = flush();
  if (!done.ok()) return give_up_snapshot(done.error);
  in_snapshot_ = false;
  return {};
}

Outcome Journal::give_up_snapshot(Errno error) {
  // Its header may be there without its flush having come back: gone, so that the old journal counts again.
  (void)store_.truncate(file_, 0);
  (void)store_.flush(file_);
  file_ = before_.file;
  generation_ = before_.generation;
  end_ = before_.end;
  sequence_ = before_.sequence;
  drop_records();
  in_snapshot_ = false;
  return error;
}

}  // namespace goferry::files
