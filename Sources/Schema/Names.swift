/// Whether a name stands in a list more than once. Short lists are compared pair by pair, which costs less than hashing.
public func hasRepetition(_ names: [String]) -> Bool {
  guard names.count <= 32 else { return Set(names).count < names.count }
  for index in names.indices.dropFirst() where names[..<index].contains(names[index]) { return true }
  return false
}
