import CKernels
import Diagnostics
import Glibc

extension Image {
  /// Maps a library file. Checks its outline, the directory and that every chunk lies where bytes are; the chunks' own bytes are checked when read.
  static func map(_ path: String) throws(StoreProblem) -> Image {
    if let kind = otherKind(path) { throw .notAFile(path, kind) }
    // What took the file's place meanwhile must not make us wait.
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(path, reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(path, reason: String(cString: strerror(errno))) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path, FileKind(mode: status.st_mode)) }
    let length = Int(status.st_size)
    guard length > 0 else { throw .notALibrary(path) }
    guard let bytes = mmap(nil, length, PROT_READ, MAP_SHARED, descriptor, 0), bytes != MAP_FAILED else {
      throw .unreadable(path, reason: String(cString: strerror(errno)))
    }
    return try open(UnsafeRawPointer(bytes), length, isMapped: true, name: path, isTrusted: false)
  }

  /// What is there in place of a file; nil for a file, and where nothing is. Looks without opening: that alone lets go whoever writes into a pipe.
  static func otherKind(_ path: String) -> FileKind? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    let kind = FileKind(mode: status.st_mode)
    return kind == .file ? nil : kind
  }

  static func hasMagic(_ path: String) -> Bool {
    guard otherKind(path) == nil else { return false }
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var start = [UInt8](repeating: 0, count: LibraryFormat.magic.count)
    return read(descriptor, &start, start.count) == start.count && start == LibraryFormat.magic
  }

  /// Takes over the bytes; releases them when they are no library.
  static func open(
    _ start: UnsafeRawPointer, _ length: Int, isMapped: Bool, name: String, isTrusted: Bool
  ) throws(StoreProblem) -> Image {
    do {
      let header = try Header(start, length, name)
      let chunks = try directory(start, header, name)
      return Image(
        start: start, length: length, isMapped: isMapped, chunks: chunks, sumsPlace: header.sumsPlace, blockCount: header.sums,
        isTrusted: isTrusted)
    } catch {
      release(start, length, isMapped: isMapped)
      throw error
    }
  }

  private struct Header {
    var directory: Int
    var entries: Int
    var sums: Int

    var sumsPlace: Int { directory + entries * LibraryFormat.entryLength }

    init(_ start: UnsafeRawPointer, _ length: Int, _ name: String) throws(StoreProblem) {
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
      guard directory >= LibraryFormat.headerLength, directory <= length, directory % 64 == 0,
        directory + entries * LibraryFormat.entryLength + sums * 8 == length,
        word(40) == luodi_checksum(start + directory, length - directory)
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
    return chunks
  }
}

extension ChunkKind {
  /// The chunk's length does not follow from its width and count.
  fileprivate var hasOwnLength: Bool {
    switch self {
    case .catalog, .attachment, .keyBytes, .valueBitmaps, .zones: true
    case .snapshots, .choiceOffsets, .choiceBytes, .shape, .since, .until, .historyKeys, .alive, .keyBlocks, .packed, .doubles, .flags,
      .known, .textOffsets, .textBytes, .textNumbers:
      false
    }
  }
}
