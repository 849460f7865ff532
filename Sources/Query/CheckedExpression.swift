public import Schema

/// An expression that reads no row of its own.
public struct CheckedExpression: Sendable {
  public var column: OutputColumn
  public var snapshot: Int
  public var today: Day
  public var addedChoices: [Choice]

  public init(column: OutputColumn, snapshot: Int, today: Day, addedChoices: [Choice] = []) {
    self.column = column
    self.snapshot = snapshot
    self.today = today
    self.addedChoices = addedChoices
  }
}
