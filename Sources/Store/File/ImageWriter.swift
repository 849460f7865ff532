import CKernels
import Glibc

/// Writes a library front to back: chunks, then the directory, then the header over the zeros left for it.
struct ImageWriter: ~Copyable {
  private var sink: ImageSink
  private var chunks: [Chunk] = []
  private var sums: [UInt64] = []
  private var failure: StoreProblem?

  /// Into memory.
  init() { self.init(sink: ImageSink()) }

  /// Into an open file, from its beginning. `name` is for messages.
  init(file descriptor: Int32, name: String) { self.init(sink: ImageSink(file: descriptor, name: name)) }

  private init(sink: consuming ImageSink) {
    self.sink = sink
    self.sink.pad(to: LibraryFormat.headerLength)
  }

  mutating func write(_ chunk: Chunk, _ bytes: UnsafeRawBufferPointer) {
    var chunk = chunk
    sink.pad(to: LibraryFormat.aligned(sink.length, to: bytes.count >= LibraryFormat.bigChunk ? LibraryFormat.pageLength : 64))
    (chunk.place, chunk.length, chunk.firstSum) = (sink.length, bytes.count, sums.count)
    for block in 0..<LibraryFormat.blocks(bytes.count) {
      let offset = block * LibraryFormat.blockLength
      sums.append(luodi_checksum(bytes.baseAddress! + offset, min(LibraryFormat.blockLength, bytes.count - offset)))
    }
    sink.append(bytes)
    sink.pad(to: LibraryFormat.aligned(sink.length, to: 64))
    chunks.append(chunk)
  }

  mutating func write<Element: BitwiseCopyable>(_ chunk: Chunk, _ elements: [Element]) {
    elements.withUnsafeBytes { write(chunk, $0) }
  }

  /// Ends the library. Memory: what was written. A file: nil, and everything is on its way to the disk.
  consuming func finish() throws(StoreProblem) -> (start: UnsafeRawPointer, length: Int)? {
    var tail = ByteWriter()
    for chunk in chunks.sorted(by: { ($0.entity, $0.column, $0.kind) < ($1.entity, $1.column, $1.kind) }) { tail.append(raw: chunk.bytes) }
    for sum in sums { tail.append(sum) }
    let place = sink.length
    tail.bytes.withUnsafeBytes { sink.append($0) }

    var header = ByteWriter()
    header.append(raw: LibraryFormat.magic)
    header.append(LibraryFormat.version)
    header.append(UInt32(LibraryFormat.headerLength))
    header.append(UInt64(sink.length))
    header.append(UInt64(place))
    header.append(UInt32(chunks.count))
    header.append(UInt32(sums.count))
    header.append(tail.bytes.withUnsafeBytes { luodi_checksum($0.baseAddress!, $0.count) })
    header.append(UInt64(0))
    header.append(header.bytes.withUnsafeBytes { luodi_checksum($0.baseAddress!, $0.count) })
    return try sink.finish(header: header.bytes)
  }
}

/// Where the bytes go: memory that grows by doubling, or a file. The first failure is kept and ends all further writing.
struct ImageSink: ~Copyable {
  private let descriptor: Int32
  private let name: String
  private(set) var length = 0
  private var memory: UnsafeMutableRawPointer?
  private var capacity = 0
  private var failure: Int32 = 0

  init() { (descriptor, name) = (-1, "") }

  init(file descriptor: Int32, name: String) { (self.descriptor, self.name) = (descriptor, name) }

  deinit { free(memory) }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress, bytes.count > 0 else { return }
    if descriptor < 0 {
      reserve(bytes.count)
      memcpy(memory! + length, start, bytes.count)
    } else {
      writeOut(start, bytes.count)
    }
    length += bytes.count
  }

  /// Zeros up to a length.
  mutating func pad(to end: Int) {
    guard end > length else { return }
    let zeros = [UInt8](repeating: 0, count: end - length)
    zeros.withUnsafeBytes { append($0) }
  }

  private mutating func reserve(_ count: Int) {
    guard length + count > capacity else { return }
    capacity = LibraryFormat.aligned(max(length + count, capacity * 2), to: LibraryFormat.pageLength)
    var grown: UnsafeMutableRawPointer?
    let status = posix_memalign(&grown, LibraryFormat.pageLength, capacity)
    precondition(status == 0, "out of memory")
    if let memory { memcpy(grown!, memory, length) }
    free(memory)
    memory = grown
  }

  private mutating func writeOut(_ start: UnsafeRawPointer, _ count: Int) {
    var done = 0
    while failure == 0, done < count {
      let written = Glibc.write(descriptor, start + done, count - done)
      if written > 0 { done += written } else if written < 0, errno != EINTR { failure = errno }
    }
  }

  consuming func finish(header: [UInt8]) throws(StoreProblem) -> (start: UnsafeRawPointer, length: Int)? {
    guard descriptor >= 0 else {
      memcpy(memory!, header, header.count)
      let result = (UnsafeRawPointer(memory!), length)
      memory = nil
      return result
    }
    if failure == 0, pwrite(descriptor, header, header.count, 0) != header.count { failure = errno }
    guard failure == 0 else { throw .unwritable(name, reason: String(cString: strerror(failure))) }
    return nil
  }
}
