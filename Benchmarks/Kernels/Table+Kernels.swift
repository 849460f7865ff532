import CKernels

extension Table {
  func measureBitmaps() {
    let (left, right) = (bits(oneIn: 3), bits(oneIn: 7))
    var places = [Int32](repeating: 0, count: rows)
    measure("count_and", bytes: 2 * 8 * words) { UInt64(luodi_count_and(left, right, words)) }
    measure("rows of a bitmap, one in 7", bytes: 8 * words + 4 * rows / 7) { UInt64(luodi_rows(right, words, &places)) }
    let cells = numbers(below: .max, as: UInt64.self)
    measure("checksum", bytes: 8 * rows) { cells.withUnsafeBytes { luodi_checksum($0.baseAddress, $0.count) } }
  }

  func measureRanges() {
    var out = [UInt64](repeating: 0, count: words)
    let size = 8 * words
    let bytes = numbers(below: 200, as: UInt8.self)
    measure("within_u8", bytes: rows + size) {
      luodi_within_u8(bytes, rows, 20, 100, &out)
      return out[0]
    }
    let shorts = numbers(below: 4_000, as: UInt16.self)
    measure("within_u16", bytes: 2 * rows + size) {
      luodi_within_u16(shorts, rows, 400, 2_000, &out)
      return out[0]
    }
    let longs = numbers(below: 4_000_000, as: UInt32.self)
    measure("within_u32", bytes: 4 * rows + size) {
      luodi_within_u32(longs, rows, 400_000, 2_000_000, &out)
      return out[0]
    }
    let (since, until) = (numbers(below: 6, as: UInt8.self), numbers(below: 13, as: UInt8.self))
    measure("alive_u8", bytes: 2 * rows + size) {
      luodi_alive_u8(since, until, rows, 5, &out)
      return out[0]
    }
    let amounts = longs.map(Int64.init)
    measure("between_i64", bytes: 8 * rows + size) {
      luodi_between_i64(amounts, rows, 400_000, 2_400_000, &out)
      return out[0]
    }
  }

  func measureGroups() {
    let districts = numbers(below: 17, as: UInt8.self)
    let people = numbers(below: 4_000, as: UInt16.self)
    let amounts = numbers(below: 36_000_000, as: UInt32.self)
    let moments = numbers(below: 12, as: UInt8.self)
    let (all, half, few) = (bits(oneIn: 1), bits(oneIn: 2), bits(oneIn: 100))
    let size = 8 * words
    func measure<Code>(
      _ name: String, bytes: Int, _ codes: [Code], _ groups: Int, _ rows: [UInt64], adding cells: [UInt32]? = nil, moments: [UInt8]? = nil
    ) {
      let width = UInt32(MemoryLayout<Code>.size)
      let slots = groups * (moments == nil ? 1 : 12)
      let lanes = slots <= 2_048 ? 8 : 2
      codes.withUnsafeBytes { codes in
        (cells ?? []).withUnsafeBytes { cells in
          (moments ?? []).withUnsafeBytes { moments in
            var sweep = luodi_sweep(
              codes: codes.baseAddress, code_width: width, cells: cells.isEmpty ? nil : cells.baseAddress,
              cell_width: cells.isEmpty ? 0 : 4,
              is_whole: 1, moment_width: moments.isEmpty ? 0 : 1, groups: groups, moments: moments.isEmpty ? 1 : 12, lanes: lanes,
              chunk: lanes << 17)
            var (sums, counts) = ([UInt64](repeating: 0, count: slots), [UInt64](repeating: 0, count: slots))
            var room = [UInt64](repeating: 0, count: lanes * slots + 64)
            self.measure(name, bytes: bytes) {
              luodi_sweep_rows(&sweep, moments.baseAddress, 0, rows, 0, self.rows, &room, &sums, &counts)
              return sums[1] &+ counts[1]
            }
          }
        }
      }
    }
    measure("count by u8, all rows", bytes: rows, districts, 17, all)
    measure("count by u8, one in 2", bytes: rows + size, districts, 17, half)
    measure("count by u16, all rows", bytes: 2 * rows, people, 4_000, all)
    measure("sum of u32 by u8, all rows", bytes: 5 * rows, districts, 17, all, adding: amounts)
    measure("sum of u32 by u8, one in 2", bytes: 5 * rows + size, districts, 17, half, adding: amounts)
    // Of rows far apart only their lines of 64 bytes are read: both columns whole would be too much to charge.
    measure("sum of u32 by u8, one in 100", bytes: 2 * 64 * rows / 100 + size, districts, 17, few, adding: amounts)
    measure("sum of u32 by moment and u8", bytes: 6 * rows, districts, 17, all, adding: amounts, moments: moments)
  }

  func measureLinks() {
    let size = 8 * words
    let links = numbers(below: UInt64(rows), as: UInt32.self)
    let rising = (0..<rows).map { UInt32($0 / 4) }
    let (half, wanted) = (bits(oneIn: 2), bits(oneIn: 3))
    var marked = [UInt64](repeating: 0, count: words + 1)
    measure("mark_u32, children by parent", bytes: 4 * rows + size) {
      luodi_mark_u32(rising, half, rows, &marked)
      return marked[0]
    }
    measure("mark_u32, links at random", bytes: 4 * rows + size) {
      luodi_mark_u32(links, half, rows, &marked)
      return marked[0]
    }
    let codes = numbers(below: 17, as: UInt8.self)
    // A kernel that thins its rows out needs them whole each time: the copy is timed with it, and counted.
    var kept = half
    measure("keep_u8, with a copy of the bits", bytes: rows + 3 * size) {
      for index in kept.indices { kept[index] = half[index] }
      luodi_keep_u8(codes, rows, wanted, &kept)
      return kept[0]
    }
    measure("keep_u32, with a copy of the bits", bytes: 4 * rows + 3 * size) {
      for index in kept.indices { kept[index] = half[index] }
      luodi_keep_u32(rising, rows, wanted, &kept)
      return kept[0]
    }
  }

  func measureTexts() {
    let words = ["汉南", "武湖", "智能", "装备", "生物", "产业园", "中心", "工程", "二期"].map { Array($0.utf8) }
    let picks = numbers(below: UInt64(words.count * words.count * words.count), as: UInt16.self)
    var bytes: [UInt8] = []
    var offsets: [UInt32] = [0]
    for pick in picks {
      let number = Int(pick)
      for place in [number % words.count, number / words.count % words.count, number / words.count / words.count] { bytes += words[place] }
      offsets.append(UInt32(bytes.count))
    }
    let part = Array("产业园".utf8)
    let missing = Array("保税港".utf8)
    var out = [UInt64](repeating: 0, count: self.words)
    measure("search, a third of the texts hold it", bytes: bytes.count + 4 * rows) {
      luodi_search(bytes, offsets, 0, rows, part, part.count, &out)
      return out[0]
    }
    measure("search, no text holds it", bytes: bytes.count + 4 * rows) {
      luodi_search(bytes, offsets, 0, rows, missing, missing.count, &out)
      return out[0]
    }
  }
}
