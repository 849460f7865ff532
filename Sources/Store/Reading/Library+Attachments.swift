extension Library {
  /// Names of the bytes that travel with the library (``LibraryBuilder/attachments``), sorted.
  public var attachmentNames: [String] {
    image.chunks.indices.filter { image.chunks[$0].kind == ChunkKind.attachment.rawValue }.compactMap { content($0)?.name }.sorted()
  }

  /// The bytes under a name; nil where there are none, or where they are damaged.
  public func attachment(_ name: String) -> [UInt8]? {
    for index in image.chunks.indices where image.chunks[index].kind == ChunkKind.attachment.rawValue {
      if let content = content(index), content.name == name {
        let whole = UnsafeRawBufferPointer(start: image.bytes(index), count: image.chunks[index].length)
        return Array(whole.dropFirst(content.start))
      }
    }
    return nil
  }

  /// Looks at the name alone.
  private func content(_ index: Int) -> (name: String, start: Int)? {
    let length = image.chunks[index].length
    let bytes = UnsafeRawBufferPointer(start: image.bytes(index, holding: 0..<min(length, 300)), count: min(length, 300))
    var reader = ByteReader(bytes)
    guard let name = try? reader.text() else { return nil }
    return (name, bytes.count - reader.left)
  }
}
