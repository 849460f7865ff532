import CKernels
import Results

// Every comparison with a constant is a range of the type: `< c` is min...c-1, `= c` is c...c. One branch-free pass makes 64 bits a word.
// Only the first `count` cells are read.

func placesInRange(_ cells: [Int32], _ count: Int, _ low: Int32, _ high: Int32) -> Bitmap {
  var result = Bitmap(count: count)
  if low <= high { luodi_between_i32(cells, count, low, high, &result.words) }
  return result
}

func placesInRange(_ cells: [Int64], _ count: Int, _ low: Int64, _ high: Int64) -> Bitmap {
  var result = Bitmap(count: count)
  if low <= high { luodi_between_i64(cells, count, low, high, &result.words) }
  return result
}

func placesInRange(_ cells: [Int128], _ count: Int, _ low: Int128, _ high: Int128) -> Bitmap {
  var result = Bitmap(count: count)
  for place in 0..<count where cells[place] >= low && cells[place] <= high { result.words[place >> 6] |= 1 &<< UInt64(place & 63) }
  return result
}

func placesWithCode(_ codes: [UInt32], _ count: Int, _ code: UInt32) -> Bitmap {
  var result = Bitmap(count: count)
  luodi_equal_u32(codes, count, code, &result.words)
  return result
}

/// Places whose code is marked in `wanted`; codes behind its end are not.
func placesWithCode(_ codes: [UInt32], _ count: Int, _ wanted: [Bool]) -> Bitmap {
  var result = Bitmap(count: count)
  codes.withUnsafeBufferPointer { codes in
    for index in result.words.indices {
      let start = index << 6
      var word: UInt64 = 0
      for bit in 0..<min(64, count - start) {
        let code = Int(codes[start + bit])
        word |= (code < wanted.count && wanted[code] ? 1 : 0) &<< UInt64(bit)
      }
      result.words[index] = word
    }
  }
  return result
}
