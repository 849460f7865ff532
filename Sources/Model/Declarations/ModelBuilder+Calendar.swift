import Schema
import Syntax

extension ModelBuilder {
  /// One working calendar, from all statements of its name. It takes the place of the base's.
  mutating func buildCalendar() {
    guard let (first, _) = calendars.first else { return }
    var rest: Set<Day> = []
    var work: Set<Day> = []
    for (declaration, source) in calendars {
      if foldedName(declaration.name.text) != foldedName(first.name.text) {
        report(.secondCalendar(declaration.name.text, first: first.name.text), at: Place(source: source, range: declaration.name.range))
        continue
      }
      for days in declaration.rest { rest.formUnion(self.days(days, not: work, source: source)) }
      for days in declaration.work { work.formUnion(self.days(days, not: rest, source: source)) }
    }
    model.catalog.calendar = WorkingCalendar(name: first.name.text, rest: rest, work: work) ?? model.catalog.calendar
  }

  private mutating func days(_ days: CalendarDeclaration.Days, not others: Set<Day>, source: Int) -> [Day] {
    let place = Place(source: source, range: days.range)
    guard let first = day(days.first, place: place) else { return [] }
    var last = first
    if let end = days.last {
      guard let day = day(end, place: place) else { return [] }
      last = day
    }
    guard first <= last else {
      report(.daysReversed(first: first, last: last), at: place)
      return []
    }
    // A mistyped year would make a rest of decades.
    guard last - first < 366 else {
      report(.tooManyDays(last - first + 1), at: place)
      return []
    }
    var found: [Day] = []
    for offset in 0...(last - first) {
      let day = first + offset
      if others.contains(day) { report(.restAndWork(day), at: place) } else { found.append(day) }
    }
    return found
  }
}
