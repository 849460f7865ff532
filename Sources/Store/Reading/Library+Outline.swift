import Schema

/// What a library holds and what it takes, for people.
public struct LibraryOutline: Sendable {
  public struct Part: Sendable {
    public var name: String
    /// `u16`, `i128`, `texts by row`; empty for keys and intervals
    public var form: String
    public var bytes: Int
  }

  public struct Entity: Sendable {
    public var plural: String
    public var keys: Int
    public var versions: Int
    public var holes: Int
    public var keyBytes: Int
    public var intervalBytes: Int
    public var columns: [Part]

    public var bytes: Int { columns.reduce(keyBytes + intervalBytes) { $0 + $1.bytes } }
  }

  public var entities: [Entity]
  public var bytes: Int
}

extension Library {
  /// Sizes come from the directory: no cell is read.
  public var outline: LibraryOutline {
    var entities = catalog.entities.indices.map { index in
      let table = tables[index]
      return LibraryOutline.Entity(
        plural: catalog.entities[index].plural, keys: table.keyCount, versions: table.storedVersionCount, holes: table.holeCount,
        keyBytes: 0, intervalBytes: 0, columns: table.columns.map { LibraryOutline.Part(name: $0.name, form: $0.form, bytes: 0) })
    }
    for chunk in image.chunks where chunk.entity != LibraryFormat.none {
      let entity = Int(chunk.entity)
      guard entities.indices.contains(entity) else { continue }
      if entities[entity].columns.indices.contains(Int(chunk.column)) {
        entities[entity].columns[Int(chunk.column)].bytes += chunk.length
      } else if chunk.kind == ChunkKind.keyBytes.rawValue || chunk.kind == ChunkKind.keyBlocks.rawValue {
        entities[entity].keyBytes += chunk.length
      } else {
        entities[entity].intervalBytes += chunk.length
      }
    }
    return LibraryOutline(entities: entities, bytes: image.length)
  }
}

extension Column {
  /// How the cells lie, in a word or two.
  fileprivate var form: String {
    switch storage {
    case .packed(let cells): "u\(cells.width * 8)" + (cells.bitmapsChunk == nil ? "" : " and bitmaps")
    case .wide: "i128"
    case .flags: "bits"
    case .texts: "by row"
    case .keys: "row keys"
    }
  }
}
