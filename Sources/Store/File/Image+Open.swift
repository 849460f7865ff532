import CKernels
import Diagnostics
import Glibc

extension Image {
  /// Opens a library file. Checks its outline, the directory and that every chunk lies where bytes are; the chunks' own bytes are checked when read.
  static func open(_ file: LibraryFile) throws(StoreProblem) -> Image {
    let name = file.path
    let header = try Header(file.start, file.length, name) { file.fill($0) }
    return Image(
      start: file.start, length: file.length, file: file, chunks: try directory(file.start, header, name), sumsPlace: header.sumsPlace,
      blockCount: header.sums)
  }

  /// What is there in place of a file; nil for a file, and where nothing is. Looks without opening: that alone lets go whoever writes into a pipe.
  static func otherKind(_ path: String) -> FileKind? {
    var status = stat()
    guard stat(path.systemPath, &status) == 0 else { return nil }
    let kind = FileKind(mode: status.st_mode)
    return kind == .file ? nil : kind
  }

  static func hasMagic(_ path: String) -> Bool {
    guard otherKind(path) == nil else { return false }
    let descriptor = Glibc.open(path.systemPath, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var start = [UInt8](repeating: 0, count: LibraryFormat.magic.count)
    return read(descriptor, &start, start.count) == start.count && start == LibraryFormat.magic
  }

  /// Takes over bytes of the heap that this process wrote itself; frees them when they are no library.
  static func open(written start: UnsafeRawPointer, _ length: Int, name: String) throws(StoreProblem) -> Image {
    do {
      let header = try Header(start, length, name) { _ in }
      return Image(
        start: start, length: length, file: nil, chunks: try directory(start, header, name), sumsPlace: header.sumsPlace,
        blockCount: header.sums)
    } catch {
      free(UnsafeMutableRawPointer(mutating: start))
      throw error
    }
  }

  private struct Header {
    var directory: Int
    var entries: Int
    var sums: Int

    var sumsPlace: Int { directory + entries * LibraryFormat.entryLength }

    /// `fill` brings bytes in before they are read.
    init(_ start: UnsafeRawPointer, _ length: Int, _ name: String, fill: (Range<Int>) -> Void) throws(StoreProblem) {
      fill(0..<min(length, LibraryFormat.headerLength))
      func word(_ offset: Int) -> UInt64 { UInt64(littleEndian: start.load(fromByteOffset: offset, as: UInt64.self)) }
      func half(_ offset: Int) -> UInt32 { UInt32(littleEndian: start.load(fromByteOffset: offset, as: UInt32.self)) }
      let magic = LibraryFormat.magic
      guard length >= magic.count, UnsafeRawBufferPointer(start: start, count: magic.count).elementsEqual(magic) else {
        throw .notALibrary(name)
      }
      guard length >= LibraryFormat.headerLength else { throw .cutShort(name, length: length, expected: LibraryFormat.headerLength) }
      guard half(8) == LibraryFormat.version else { throw .otherVersion(name, version: Int(half(8)), known: Int(LibraryFormat.version)) }
      guard half(12) == 64, word(56) == luodi_checksum(start, 56), let expected = Int(exactly: word(16)), let place = Int(exactly: word(24))
      else { throw .broken(name, part: "header") }
      guard length >= expected else { throw .cutShort(name, length: length, expected: expected) }
      guard length == expected else { throw .broken(name, part: "header") }
      (directory, entries, sums) = (place, Int(half(32)), Int(half(36)))
      // Counts are 32 bits, places below the length: no sum overflows.
      let isInside =
        directory >= LibraryFormat.headerLength && directory <= length && directory % 64 == 0
        && directory + entries * LibraryFormat.entryLength + sums * 8 == length
      guard isInside else { throw .broken(name, part: "directory") }
      fill(directory..<length)
      guard word(40) == luodi_checksum(start + directory, length - directory)
      else { throw .broken(name, part: "directory") }
    }
  }

  private static func directory(_ start: UnsafeRawPointer, _ header: Header, _ name: String) throws(StoreProblem) -> [Chunk] {
    var chunks: [Chunk] = []
    chunks.reserveCapacity(header.entries)
    for index in 0..<header.entries {
      guard let chunk = Chunk(start + header.directory + index * LibraryFormat.entryLength), chunk.place >= LibraryFormat.headerLength,
        chunk.place % LibraryFormat.alignment == 0, chunk.length >= 0, chunk.count >= 0, chunk.place <= header.directory,
        chunk.length <= header.directory - chunk.place, chunk.blockRange.upperBound <= header.sums
      else { throw .broken(name, part: "directory") }
      guard let kind = ChunkKind(rawValue: chunk.kind) else {
        if ChunkFlags(rawValue: chunk.flags).contains(.isRequired) { throw .newer(name, kind: Int(chunk.kind)) }
        chunks.append(chunk)
        continue
      }
      guard kind.hasOwnLength || chunk.expectedLength == chunk.length else { throw .broken(name, part: chunk.name) }
      chunks.append(chunk)
    }
    guard areApart(chunks, sums: header.sums) else { throw .broken(name, part: "directory") }
    return chunks
  }

  /// No two chunks share a byte or a sum, and every sum belongs to one: by their sums chunks lie in the order in which they were written.
  private static func areApart(_ chunks: [Chunk], sums: Int) -> Bool {
    var owners = [Int32](repeating: -1, count: sums)
    for (index, chunk) in chunks.enumerated() where chunk.length > 0 {
      guard owners[chunk.firstSum] < 0 else { return false }
      owners[chunk.firstSum] = Int32(index)
    }
    var (sum, end) = (0, 0)
    while sum < sums {
      guard owners[sum] >= 0 else { return false }
      let chunk = chunks[Int(owners[sum])]
      guard chunk.place >= end else { return false }
      (sum, end) = (chunk.blockRange.upperBound, chunk.place + chunk.length)
    }
    return true
  }
}

extension ChunkKind {
  /// The chunk's length does not follow from its width and count.
  fileprivate var hasOwnLength: Bool {
    switch self {
    case .catalog, .attachment, .keyBytes, .valueBitmaps, .zones: true
    case .snapshots, .choiceOffsets, .choiceBytes, .shape, .since, .until, .historyKeys, .alive, .keyBlocks, .packed, .wide, .flags,
      .known, .textOffsets, .textBytes, .textNumbers:
      false
    }
  }
}
