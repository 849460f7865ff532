import Results

// Two columns side by side: equal, and less. The other comparisons follow by swapping and complement before validity is applied.

func placesEqual(_ left: [Int32], _ right: [Int32], _ count: Int) -> Bitmap {
  var result = Bitmap(count: count)
  for place in 0..<count where left[place] == right[place] { result.words[place >> 6] |= 1 &<< UInt64(place & 63) }
  return result
}

func placesLess(_ left: [Int32], _ right: [Int32], _ count: Int) -> Bitmap {
  var result = Bitmap(count: count)
  for place in 0..<count where left[place] < right[place] { result.words[place >> 6] |= 1 &<< UInt64(place & 63) }
  return result
}

func placesEqual(_ left: [UInt32], _ right: [UInt32], _ count: Int) -> Bitmap {
  var result = Bitmap(count: count)
  for place in 0..<count where left[place] == right[place] { result.words[place >> 6] |= 1 &<< UInt64(place & 63) }
  return result
}

func placesLess(_ left: [UInt32], _ right: [UInt32], _ count: Int) -> Bitmap {
  var result = Bitmap(count: count)
  for place in 0..<count where left[place] < right[place] { result.words[place >> 6] |= 1 &<< UInt64(place & 63) }
  return result
}

func placesEqual(_ left: [Int64], _ right: [Int64], _ count: Int) -> Bitmap {
  var result = Bitmap(count: count)
  for place in 0..<count where left[place] == right[place] { result.words[place >> 6] |= 1 &<< UInt64(place & 63) }
  return result
}

func placesLess(_ left: [Int64], _ right: [Int64], _ count: Int) -> Bitmap {
  var result = Bitmap(count: count)
  for place in 0..<count where left[place] < right[place] { result.words[place >> 6] |= 1 &<< UInt64(place & 63) }
  return result
}

func placesEqual(_ left: [Int128], _ right: [Int128], _ count: Int) -> Bitmap {
  var result = Bitmap(count: count)
  for place in 0..<count where left[place] == right[place] { result.words[place >> 6] |= 1 &<< UInt64(place & 63) }
  return result
}

func placesLess(_ left: [Int128], _ right: [Int128], _ count: Int) -> Bitmap {
  var result = Bitmap(count: count)
  for place in 0..<count where left[place] < right[place] { result.words[place >> 6] |= 1 &<< UInt64(place & 63) }
  return result
}
