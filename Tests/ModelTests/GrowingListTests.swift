@testable import Model
import Schema
import Testing

/// Lists and tables whose copies share what they hold, against the plain ones: what is added to one copy is in no other.
@Suite struct GrowingListTests {
  @Test func copiesOfListsKeepWhatTheyHad() {
    var copies: [(GrowingList<Int>, [Int])] = []
    var (list, plain) = (GrowingList<Int>(), [Int]())
    for number in 0..<300 {
      copies.append((list, plain))
      list.append(number)
      plain.append(number)
      if number % 7 == 0 {
        list[number / 2] = -number
        plain[number / 2] = -number
      }
    }
    copies.append((list, plain))
    for (list, plain) in copies { #expect(Array(list) == plain && list.count == plain.count) }
    #expect(Array(GrowingList(plain)) == plain)
    // Two that grow apart.
    var (left, right) = (copies[40].0, copies[40].0)
    left.append(1)
    right.append(2)
    #expect(Array(left) == copies[40].1 + [1] && Array(right) == copies[40].1 + [2])
  }

  @Test func copiesOfTablesKeepWhatTheyHad() {
    var copies: [(GrowingMap<Int, Int>, [Int: Int])] = []
    var (map, plain) = (GrowingMap([5: 50, 6: 60]), [5: 50, 6: 60])
    for number in 0..<500 {
      if number % 3 != 0 { copies.append((map, plain)) }
      let key = number * 37 % 101
      map.set(number, for: key)
      plain[key] = number
    }
    copies.append((map, plain))
    for (map, plain) in copies { for key in 0...101 { #expect(map[key] == plain[key]) } }
    var (left, right) = (copies[20].0, copies[20].0)
    left.set(-1, for: 3)
    right.set(-2, for: 3)
    #expect(left[3] == -1 && right[3] == -2 && copies[20].0[3] == copies[20].1[3])
  }

  @Test func namesOfAScriptKeepTheirOrderAndTheLastValue() {
    func kept(_ name: String, _ number: Int) -> ScriptParameter {
      ScriptParameter(name: name, type: .number, value: .number(Decimal(number)), text: "\(number)")
    }
    var list = NamedList<ScriptParameter>()
    #expect(list.isEmpty && list[named: "a"] == nil)
    var copies: [NamedList<ScriptParameter>] = []
    for number in 0..<200 {
      copies.append(list)
      list.keep(kept("Name-\(number % 50)", number))
    }
    #expect(list.map(\.name) == (0..<50).map { "Name-\($0)" })
    #expect(list.map(\.text) == (150..<200).map { "\($0)" })
    #expect(list[named: "name_7"]?.text == "157" && list[named: "name8"]?.text == "158")
    #expect(copies[60][named: "name7"]?.text == "57" && copies[57][named: "name7"]?.text == "7" && copies[7][named: "name7"] == nil)
    #expect(copies[60].map(\.name).count == 50 && copies[20].map(\.name).count == 20)
  }
}
