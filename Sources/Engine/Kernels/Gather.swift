import Results

// Cells at some rows of a column, in the order of the rows. Row numbers are trusted to lie within the column.

func gather(_ cells: [Int32], _ rows: [Int32]) -> [Int32] {
  cells.withUnsafeBufferPointer { cells in
    [Int32](unsafeUninitializedCapacity: rows.count) { result, filled in
      for index in 0..<rows.count { result[index] = cells[Int(rows[index])] }
      filled = rows.count
    }
  }
}

func gather(_ cells: [UInt32], _ rows: [Int32]) -> [UInt32] {
  cells.withUnsafeBufferPointer { cells in
    [UInt32](unsafeUninitializedCapacity: rows.count) { result, filled in
      for index in 0..<rows.count { result[index] = cells[Int(rows[index])] }
      filled = rows.count
    }
  }
}

func gather(_ cells: [Int64], _ rows: [Int32]) -> [Int64] {
  cells.withUnsafeBufferPointer { cells in
    [Int64](unsafeUninitializedCapacity: rows.count) { result, filled in
      for index in 0..<rows.count { result[index] = cells[Int(rows[index])] }
      filled = rows.count
    }
  }
}

func gather(_ cells: [Int128], _ rows: [Int32]) -> [Int128] {
  cells.withUnsafeBufferPointer { cells in
    [Int128](unsafeUninitializedCapacity: rows.count) { result, filled in
      for index in 0..<rows.count { result[index] = cells[Int(rows[index])] }
      filled = rows.count
    }
  }
}

func gather(_ bits: Bitmap, _ rows: [Int32]) -> Bitmap {
  var result = Bitmap(count: rows.count)
  for index in 0..<rows.count {
    let row = Int(rows[index])
    result.words[index >> 6] |= (bits.words[row >> 6] >> UInt64(row & 63) & 1) << UInt64(index & 63)
  }
  return result
}

/// The first `count` bits.
func prefix(_ bits: Bitmap, _ count: Int) -> Bitmap {
  guard count < bits.count else { return bits }
  var result = Bitmap(count: count)
  for index in result.words.indices { result.words[index] = bits.words[index] }
  if count & 63 != 0 { result.words[result.words.count - 1] &= (1 << UInt64(count & 63)) - 1 }
  return result
}

/// Puts the bits of `bits` back to the places from which they were picked.
func scatter(_ bits: Bitmap, to places: [Int32], count: Int) -> Bitmap {
  var result = Bitmap(count: count)
  bits.forEach { result[Int(places[$0])] = true }
  return result
}
