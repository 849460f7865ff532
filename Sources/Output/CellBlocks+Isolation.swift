// Right-to-left text in a line of a table would pull the cells beside it to its own left, numbers first. An isolate (Unicode standard annex 9) is
// ordered by itself, and takes no room.

extension CellBlocks {
  mutating func isolateRightToLeft() {
    for index in blocks.indices { blocks[index].isolateRightToLeft() }
  }
}

extension CellBlock {
  private static let firstStrongIsolate: [UInt8] = [0xE2, 0x81, 0xA8]
  private static let popIsolate: [UInt8] = [0xE2, 0x81, 0xA9]

  mutating func isolateRightToLeft() {
    // The first bytes of the characters in question.
    guard bytes.contains(where: { 0xD6...0xDF ~= $0 || [0xE0, 0xEF, 0xF0].contains($0) }) else { return }
    var isolated = CellBlock()
    for cell in 0..<count {
      let isOne = String(decoding: self[cell], as: UTF8.self).unicodeScalars.contains(where: isRightToLeft)
      if isOne { isolated.bytes += Self.firstStrongIsolate }
      isolated.bytes += self[cell]
      if isOne { isolated.bytes += Self.popIsolate }
      isolated.endCell()
    }
    self = isolated
  }
}

/// Hebrew, Arabic and the other scripts written from the right, by the blocks that Unicode keeps for them.
private func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
  default: false
  }
}
