import Schema
import Store
import TestSupport
import Testing

/// Equals stand in the order of their keys, whatever order they came in.
@Suite struct TieTests {
  let office: Office

  init() throws {
    func work(_ id: String, _ phase: String, _ cost: Int64, _ size: ShortDecimal, unit: String? = nil) -> Work {
      Work(id: id, phase: phase, cost: cost * 10_000_000, size: size, unit: unit)
    }
    office = try Office([
      Dump(works: [
        work("W1", "late", 1, 1), work("W2", "late", 2, 1), work("W3", "early", 4, 1), work("W4", "early", 5, 1),
        work("W5", "middle", 1, 1),
      ]),
      Dump(works: [
        work("W1", "late", 6, 1), work("W2", "late", 7, 1), work("W3", "early", 8, 1), work("W4", "early", 9, 1),
        work("W5", "middle", 5, 2),
      ]),
    ])
  }

  @Test func rowsThatTopKept() throws {
    #expect(try office.ask("list id of works top 3 by cost") == ["W4", "W3", "W2"])
    #expect(try office.ask("list id of works top 3 by cost sort by size") == ["W2", "W3", "W4"])
    #expect(try office.ask("list id of works top 3 by cost sort by size desc") == ["W2", "W3", "W4"])
    #expect(try office.ask("list id of works bottom 3 by cost sort by phase") == ["W5", "W1", "W2"])
    #expect(try office.ask("list id of works top 1 by cost per phase sort by size") == ["W2", "W4", "W5"])
    #expect(try office.ask("list id of works top 4 by cost skip 1 sort by size") == ["W1", "W2", "W3", "W5"])
    // Sections stand in their order, and in each the rows of the cut.
    #expect(try office.ask("list id of works by phase top 3 by cost") == ["early W4", "early W3", "late W2"])
    #expect(try office.ask("list id of works by phase top 3 by cost sort by size") == ["early W3", "early W4", "late W2"])
  }

  @Test func rowsOfAStage() throws {
    #expect(try office.ask("list id of works top 3 by cost | sort by size") == ["W2", "W3", "W4"])
    #expect(try office.ask("list id of works sort by cost desc | sort by phase") == ["W3", "W4", "W5", "W1", "W2"])
    #expect(try office.ask("list id of works sort by cost desc | top 2 by size") == ["W5", "W1"])
    #expect(try office.ask("list id of works sort by cost desc | top 1 by size per phase") == ["W3", "W5", "W1"])
    #expect(try office.ask("list id of works sort by cost desc | list id | sort by size") == ["W1", "W2", "W3", "W4", "W5"])
    // Without a sort of its own a stage leaves the rows as they came.
    #expect(try office.ask("list id of works sort by cost desc | where size = 1") == ["W4", "W3", "W2", "W1"])
    #expect(try office.ask("list id of works sort by cost desc | top 2") == ["W4", "W3"])
    #expect(
      try office.ask("list id of works sort by cost desc | list id by phase") == [
        "early W4", "early W3", "middle W5", "late W2", "late W1",
      ])
  }

  /// Groups: early 2 works costing 17, middle 1 costing 5, late 2 costing 13.
  @Test func groups() throws {
    #expect(try office.ask("count, sum cost of works by phase top 3 by sum cost") == ["early 2 17", "late 2 13", "middle 1 5"])
    #expect(
      try office.ask("count, sum cost of works by phase top 3 by sum cost sort by max size") == ["early 2 17", "late 2 13", "middle 1 5"])
    #expect(
      try office.ask("count, sum cost of works by phase bottom 3 by sum cost sort by count desc") == [
        "early 2 17", "late 2 13", "middle 1 5",
      ])
    #expect(
      try office.ask("count, sum cost of works by phase bottom 2 by sum cost sort by phase with totals") == [
        "middle 1 5", "late 2 13", "- 5 35",
      ])
    #expect(
      try office.ask("count, sum cost of works by phase sort by sum cost | sort by count desc") == [
        "early 2 17", "late 2 13", "middle 1 5",
      ])
    #expect(try office.ask("count, sum cost of works by phase sort by sum cost | top 1 by count") == ["early 2 17"])
    #expect(
      try office.ask("count, sum cost of works by phase sort by sum cost | list sum_cost | sort by sum_cost * 0") == ["17", "5", "13"])
    #expect(
      try office.ask("count, sum cost of works by phase sort by sum cost | list count, sum_cost | sort by count desc") == [
        "2 17", "2 13", "1 5",
      ])
    #expect(try office.ask("count works by phase across size bottom 2 by sum cost sort by phase") == ["middle 0 1", "late 2 0"])
    #expect(
      try office.ask("count works by phase, size top 1 by sum cost per phase sort by count") == ["middle 2 1", "early 1 2", "late 1 2"])
  }

  /// What ties beyond the last one are counted by is the key of the cut, not what the result is sorted by.
  @Test func tiesOfACutDoNotHangOnTheSort() throws {
    #expect(try office.ask("count of works by phase top 1 by count sort by sum cost") == ["early 2"])
    #expect(try office.ask("count of works by phase top 1 by count sort by sum cost desc") == ["early 2"])
  }

  /// By count: early and late 1st, middle 3rd. Costs were 9, 1 and 3.
  @Test func rankings() throws {
    #expect(try office.ask("rank phase by sum cost of works | sort by phase") == ["1 early 17", "3 middle 5", "2 late 13"])
    #expect(try office.ask("rank phase by sum cost of works | sort by rank * 0") == ["1 early 17", "3 middle 5", "2 late 13"])
    #expect(
      try office.ask("rank phase by sum cost of works compare 2018-01-05 sort by rank_change * 0 | list phase")
        == ["early", "middle", "late"])
    #expect(
      try office.ask("sum cost of works by phase compare 2018-01-05 sort by sum_cost desc | sort by sum_cost * 0 | list phase")
        == ["early", "middle", "late"])
  }

  @Test func lines() throws {
    #expect(
      try office.ask("changes in cost of works since 2018-01-05 sort by new desc | sort by change | list key") == [
        "W1", "W2", "W3", "W4", "W5",
      ])
    #expect(try office.ask("changes in cost of works since 2018-01-05 top 2 by new sort by change | list key") == ["W3", "W4"])
  }

  @Test func totalsOfAComparisonStayLast() throws {
    let lines = try office.ask(
      "count, sum cost of works by phase with totals compare 2018-01-05 bottom 2 by sum_cost sort by phase | list phase")
    #expect(lines == ["middle", "late"])
    let all = try office.ask("count of works by phase with totals compare 2018-01-05 bottom 2 by count sort by phase")
    #expect(all == ["early 2 2 0", "middle 1 1 0", "- 5 5 0"])
  }
}
