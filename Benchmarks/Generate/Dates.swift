/// A day on which a dump is filed.
struct SnapshotDate {
  /// Days since 1970
  var day: Int32
  var text: String

  /// The last days of months from January 2018, or Fridays from 2018-01-05.
  static func dates(count: Int, isWeekly: Bool) -> [SnapshotDate] {
    (0..<count).map { index in
      let day = isWeekly ? days(2018, 1, 5) + Int32(7 * index) : days(2018 + (index + 1) / 12, (index + 1) % 12 + 1, 1) - 1
      return SnapshotDate(day: day, text: text(day))
    }
  }

  /// Days since 1970 of a day of the Gregorian calendar.
  static func days(_ year: Int, _ month: Int, _ day: Int) -> Int32 {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return Int32(era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468)
  }

  static func text(_ day: Int32) -> String {
    let shifted = Int(day) + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let dayOfMonth = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return "\(year)-\(month < 10 ? "0" : "")\(month)-\(dayOfMonth < 10 ? "0" : "")\(dayOfMonth)"
  }
}

/// The bytes of every day that can occur, made once.
struct DateTexts {
  private static let first = SnapshotDate.days(2010, 1, 1)
  private let texts: [[UInt8]] = (0..<10_000).map { Array(SnapshotDate.text(DateTexts.first + Int32($0)).utf8) }

  subscript(_ day: Int32) -> [UInt8] { texts[Int(day - DateTexts.first)] }
}
