/// Cells of different types in one column, such as the old values of several fields: each keeps the type, the unit and the names of the column
/// it comes from, so that every writer prints it as it prints that column.
///
/// ```
/// part   0 2 0 1     which of the parts holds the cell
/// place  0 0 1 0     where in that part it stands
/// ```
public struct MixedCells: Sendable {
  public var parts: [Vector]
  public var part: [UInt32]
  public var place: [Int32]

  public init(parts: [Vector], part: [UInt32], place: [Int32]) {
    self.parts = parts
    self.part = part
    self.place = place
  }

  /// The column that holds a cell, and its place there.
  public func cell(_ index: Int) -> (vector: Vector, place: Int) { (parts[Int(part[index])], Int(place[index])) }

  /// What machine formats print for a cell; empty where it is missing.
  public func text(_ index: Int) -> String {
    let (vector, place) = cell(index)
    return vector.machineText(at: place)
  }
}
