import Glibc
import Schema
import TestSupport
import Testing

@testable import Store

/// Libraries whose checksums hold and whose contents lie. `DAMAGE_ROUNDS=5000` tries more of them, `DAMAGE_SEED=7` others (`make damage`).
@Suite struct DamageTests {
  private static func setting(_ name: String) -> Int? { getenv(name).flatMap { Int(String(cString: $0)) } }

  /// A library with every kind of chunk: history, holes, zones, bitmaps, texts by row, decimals and doubles.
  private static func library(byRow: Bool) throws -> Library {
    let history = History.random(seed: 41, snapshots: 6, keys: 420)
    var builder = LibraryBuilder(
      catalog: Fixture.catalog,
      layout: byRow ? LibraryLayout(rowTextsFrom: 0, bitmapsFrom: 0) : LibraryLayout(rowTextsFrom: .max, bitmapsFrom: 0))
    builder.attachments["definitions"] = Array("define heavy for items as weight > 0 or any item.owner is missing\n".utf8)
    builder.attachments["definition names"] = Array("heavy".utf8)
    builder.attachments["load 000001"] = [1, 2, 3]
    for (index, items) in history.enumerated() {
      let order = items.keys.sorted()
      var rows = Item.rows(items, order: order)
      rows.columns.append(
        .init(
          target: .extra(Field(name: "ratio", type: .number, isExtra: true)),
          cells: .decimal(
            order.indices.map { $0 % 9 == 0 ? nil : ShortDecimal($0 % 2 == 0 ? 100 : 123_456_789_012_345_678, decimals: $0 % 2 * 18) })))
      rows.columns.append(
        .init(target: .extra(Field(name: "remark", type: .text, isExtra: true)), cells: .text(order.map { "remark on \($0) \(index / 3)" }))
      )
      try builder.addSnapshot(Day(rawValue: 17_532 + 7 * Int32(index)), [rows])
    }
    return builder.finish()
  }

  /// Statements of every kind, for the fixture's model.
  private static let statements = [
    "count items", "count owners", "list * of items", "list * of items as of first snapshot", "list * of owners",
    "count items by kind", "count items by owner", "count items by due", "count items by done", "count items by month",
    "count items by title",
    "count items by cost", "count items by weight", "count items by remark", "count items by ratio", "count items by kind across owner",
    "count items by owner.name", "sum cost, average weight, max due, min ratio of items by kind with totals",
    "sum cost of items by owner, kind",
    "median cost of items", "count items where cost > 1", "count items where ratio > 0.1 and weight < 3",
    "count items where due >= 2017-12-01",
    "count items where kind = large", "count items where kind >= large and done", "count items where title contains 汉",
    "count items where remark contains K1", "count items where title matches /a|b/", "count items where remark matches /K[0-9]+ /",
    "list id, title of items where owner = 10", "list id of items where id = \"K17\"",
    "list id, owner.name of items sort by due, weight desc",
    "list id, cost of items top 5 by cost", "list id of items bottom 3 by ratio", "list id of items top 1 by due per kind",
    "show item \"K17\"", "show item K300", "show owner 10", "history of item \"K17\"", "history of items where kind = large",
    "changes of items since first snapshot", "changes in kind of items since first snapshot",
    "changes in owner, title of items since first snapshot",
    "trend count of items every snapshot", "trend sum cost of items by kind every snapshot",
    "trend count of items where kind = large every month",
    "trend count of items by kind every snapshot", "trend count, sum cost of items every snapshot",
    "trend sum cost, avg weight of items by kind, owner every snapshot",
    "trend share(done), count(where kind = large) of items by owner every month", "trend count of items by kind with empty every month",
    "trend median cost of items by kind every snapshot",
    "rank owner by sum cost of items", "rank kind by count of items", "count items by kind compare first snapshot",
    "count items where kind was small at first snapshot", "count owners where any item is done",
    "count owners where no item (cost > 1) by id",
    "list id, count items, sum items.cost of owners", "count owners where count items > 2", "count items where heavy",
    "list id of items where title is missing",
    "list id of items by kind", "list id, cost of items by owner top 2 by cost", "list id of items top 3", "list id of items skip 400",
    "list * of owners sort by name desc", "list id of owners by name", "list * of owners by name top 1 by id", "list * of owners top 2",
    "list id of owners top 2 by name", "list id of owners bottom 1 by id per name", "list * of owners skip 1",
    "count owners by name across id",
    "count owners by id with totals", "rank name by count of owners", "rank id by count items of owners top 2",
    "changes of owners since first snapshot",
    "changes in name of owners since first snapshot", "history of owners where name is known",
    "trend count of owners by name every snapshot",
    "trend count of owners every month", "count owners by name compare first snapshot",
    "list id of owners as of first snapshot sort by name",
    "let some = list owners sort by name; list id of some top 2 by name; count some by name",
    "let few = items where cost > 2", "count items by kind | where count > 2 | sort by count desc",
    "explain count items where owner = 10 and kind = large",
    "explain plan count items by kind", "explain sql list * of items where due < 2018-01-01", "describe", "describe items", "describe kind",
    "describe heavy", "describe snapshots", "count items wher kind = large", "count items where kind = largr", "list * of items as json",
    "list * of items as table",
  ]

  /// Asks a file all statements, in processes that each end at the first error; then the commands that take a library. Prints each status that is
  /// neither an answer nor an error, and what was asked.
  private static func script(_ file: String, _ folder: String) -> String {
    """
    ulimit -c 0; \(getenv("ASAN_OPTIONS") == nil && getenv("TSAN_OPTIONS") == nil ? "ulimit -v 1500000;" : "") F=\(file); D=\(folder); at=1
    while [ $at -le $(wc -l < $D/asked) ]; do
      tail -n +$at $D/asked | sed "s/^/print \\"#\\"; /" | timeout 10 luodi $F -q --color never > $D/out 2> $D/err; status=$?
      case $status in 0|2|3) ;; *) echo "status $status"; tail -n +$at $D/asked | sed -n "$(grep -c '^#$' $D/out) p"; tail -3 $D/err;; esac
      [ $status = 0 ] && break
      done=$(grep -c '^#$' $D/out); [ $done -gt 0 ] || break; at=$((at + done))
    done
    for c in "verify $F" "info $F" "export $F --as-tables $D/tables"; do
      timeout 10 luodi $c > $D/out 2> $D/err; status=$?
      case $status in 0|3) ;; *) echo "status $status: $c"; tail -3 $D/err;; esac
    done
    cp $F $D/more.luodi; timeout 10 luodi load $D/more.luodi $D/2018-09-07 -q > $D/out 2> $D/err; status=$?
    case $status in 0|2|3) ;; *) echo "status $status: load"; tail -3 $D/err;; esac
    """
  }

  /// Every lie gets an answer or an error: no crash, no endless run, no gigabytes.
  @Test(arguments: [false, true]) func sealedLiesAreErrorsOrAnswers(byRow: Bool) throws {
    let rounds = (Self.setting("DAMAGE_ROUNDS") ?? 60) / 2
    let folder = Folder()
    let library = try Self.library(byRow: byRow)
    _ = folder.write("asked", Array(Self.statements.joined(separator: "\n").utf8) + [0x0A])
    mkdir(folder.path + "/2018-09-07", 0o755)
    _ = folder.write("2018-09-07/items.csv", Array("id,title,kind\nK1,x,large\nK999,y,odd\n".utf8))
    defer { _ = Program.shell("rm -rf \(folder.path)/2018-09-07 \(folder.path)/tables") }

    let sound = Program.shell(Self.script(folder.write("sound.luodi", library.bytes), folder.path), timeout: 120)
    #expect(sound.output == "", "without a lie: \(sound.output)\(sound.errors)")
    for round in 0..<rounds {
      var generator = SeededGenerator(seed: UInt64((Self.setting("DAMAGE_SEED") ?? 1) * 1_000_003 + round * 2 + (byRow ? 1 : 0)))
      var forgery = try Forgery(library.bytes)
      forgery.lie(&generator)
      let file = folder.write("lie.luodi", forgery.bytes)
      let outcome = Program.shell(Self.script(file, folder.path), timeout: 300)
      #expect(outcome.output == "" && outcome.status == 0, "round \(round): \(forgery.deeds)\n\(outcome.output)\(outcome.errors)")
      if outcome.output != "", let kept = getenv("DAMAGE_KEEPS") {
        _ = Program.shell("cp \(file) \(String(cString: kept))/\(byRow ? "row" : "code")-\(round).luodi")
      }
    }
  }

  /// Where each version begins and ends, and whose it is: what every trend hangs on. One lie there is refused by whatever asks for it.
  @Test(arguments: [false, true]) func noTrendAnswersFromVersionsThatLie(byRow: Bool) throws {
    let trends = Self.statements.filter { $0.hasPrefix("trend") && !$0.contains("of owners") }
    #expect(trends.count > 8)
    let folder = Folder()
    let library = try Self.library(byRow: byRow)
    for (value, kind, element) in [(UInt64(0), ChunkKind.until, 3), (255, .until, 100), (7, .since, 3), (255, .since, 5)] {
      var forgery = try Forgery(library.bytes)
      let isPut = forgery.put(value, kind: kind, entity: 0, element: element)
      #expect(isPut)
      let file = folder.write("lie.luodi", forgery.bytes)
      for trend in trends {
        let outcome = Program.shell("luodi \(file) -q --color never", input: trend)
        #expect(outcome.status == 3 && outcome.output == "", "\(kind) = \(value), \(trend): \(outcome.status) \(outcome.output)")
        #expect(outcome.errors.contains("the library is damaged: \(kind) of items"), "\(kind), \(trend): \(outcome.errors)")
      }
    }
  }

  /// Which of the newest records there are is said twice, as bits and as a number of holes. Whoever hands out places by one and reads by the other
  /// would read beyond what there is.
  @Test(arguments: [Fixture.items, Fixture.owners]) func noListAnswersFromRecordsThatLie(entity: Int) throws {
    let plural = Fixture.catalog.entities[entity].plural
    let asked = Self.statements.filter { $0.hasPrefix("list") && $0.contains("of \(plural)") && !$0.contains("first snapshot") }
    #expect(asked.filter { $0.contains(" by ") || $0.contains("top") || $0.contains("skip") }.count > 4)
    let folder = Folder()
    let library = try Self.library(byRow: false)
    let table = library.tables[entity]
    #expect(table.holeCount > 0)
    let all = table.keyCount >= 64 ? UInt64.max : 1 << UInt64(table.keyCount) - 1
    let holes = UInt64(table.holeCount)
    let sound = folder.write("sound.luodi", library.bytes)
    let answers = Dictionary(uniqueKeysWithValues: asked.map { ($0, Program.shell("luodi \(sound) -q --color never", input: $0).output) })
    for (value, kind, element) in [
      (all, ChunkKind.alive, 0), (0, .alive, 0), (1, .alive, 0), (holes - 1, .shape, 2), (holes + 1, .shape, 2),
    ]
    where !(kind == .shape && value == 0) {
      var forgery = try Forgery(library.bytes)
      let isPut = forgery.put(value, kind: kind, entity: entity, element: element)
      #expect(isPut)
      let file = folder.write("lie.luodi", forgery.bytes)
      for question in asked {
        let outcome = Program.shell("luodi \(file) -q --color never", input: question)
        // A record that is found by its key is read without asking which others there are.
        let isRight = question.contains("where id = ") && outcome.status == 0 && outcome.output == answers[question]
        #expect(
          isRight || outcome.status == 3 && outcome.output == "", "\(kind) = \(value), \(question): \(outcome.status) \(outcome.output)")
      }
    }
  }

  /// Lies of one kind each: they are told apart from damage of bytes, and the chunk is named.
  @Test func liesAreNamed() throws {
    let library = try Self.library(byRow: true)
    let folder = Folder()
    func problem(_ value: UInt64, _ kind: ChunkKind, _ entity: Int? = 0, _ column: Int? = nil, _ element: Int = 3) throws -> [StoreProblem]
    {
      var forgery = try Forgery(library.bytes)
      let isPut = forgery.put(value, kind: kind, entity: entity, column: column, element: element)
      #expect(isPut, "\(kind)")
      let read = try Library.open(folder.write("lie.luodi", forgery.bytes))
      _ = read.everything
      return read.damage
    }
    #expect(try problem(200, .packed, 0, 2) == [.senseless(chunk: "packed of items.kind")])
    #expect(try problem(0, .packed, 0, 3, 0).contains(.senseless(chunk: "packed of items.cost")))
    #expect(
      try problem(5, .until).contains(.senseless(chunk: "until of items"))
        || problem(6, .until).contains(.senseless(chunk: "until of items")))
    #expect(try problem(0, .until) == [.senseless(chunk: "until of items")])
    #expect(try problem(7, .since).first == .senseless(chunk: "since of items"))
    #expect(try problem(60_000, .historyKeys) == [.senseless(chunk: "historyKeys of items")])
    #expect(try problem(0, .historyKeys, 0, nil, 90) == [.senseless(chunk: "historyKeys of items")])
    #expect(try problem(.max, .alive, 0, nil, 0).contains(.senseless(chunk: "alive of items")))
    #expect(try problem(.max, .textOffsets, 0, 10) == [.senseless(chunk: "textOffsets of items.remark")])
    #expect(try problem(0x7FF0_0000_0000_0000, .wide, 0, 9) == [.senseless(chunk: "wide of items.ratio")])
    #expect(try problem(.max, .keyBlocks, 0) == [.senseless(chunk: "keyBlocks of items")])
    let words = StoreProblem.senseless(chunk: "until of items")
    #expect(words.message == "the library is damaged: until of items does not hold together")
    #expect(words.chineseMessage == "库已损坏：until of items 前后不符")
  }

  /// The text of the model and the records of loads are taken apart when they are asked for; `verify` asks.
  @Test func verifyReadsWhatTravelsWithTheTables() throws {
    let folder = Folder()
    func verdict(_ name: String, _ bytes: [UInt8]) throws -> Program.Outcome {
      var builder = LibraryBuilder(catalog: Fixture.catalog)
      try builder.addSnapshot(Day(rawValue: 17_532), [])
      builder.attachments["definitions"] = Array("define heavy for items as weight > 0\n".utf8)
      if !name.isEmpty { builder.attachments[name] = bytes }
      return Program.shell("luodi verify \(folder.write("carried.luodi", builder.finish().bytes))")
    }
    #expect(try verdict("", []).status == 0)
    for (name, bytes, words) in [
      ("definitions", [0x64, 0xFF, 0x0A], "the text of its model: expected text in UTF-8"),
      ("definitions", Array("define heavy for items as\n".utf8), "the text of its model: expected"),
      ("definitions", Array("define heavy for items as wieght > 0\n".utf8), "the text of its model:"),
      ("definitions", Array("count items\n".utf8), "the text of its model:"),
      ("load 000001", [1, 2, 3], "the record `load 000001` cannot be read"),
    ] as [(String, [UInt8], String)] {
      let outcome = try verdict(name, bytes)
      #expect(outcome.status == 3 && outcome.output.contains(words), "\(name): \(outcome.status) \(outcome.output)\(outcome.errors)")
    }
  }

  /// Both ways of holding a file give the same bytes, and keep them when the file is written over.
  @Test(arguments: [true, false]) func bytesStayWhatTheyWere(leases: Bool) throws {
    let library = try Self.library(byRow: true)
    let truth = library.everything
    let folder = Folder()
    let path = folder.write("held.luodi", library.bytes)
    let file = try LibraryFile(path, leasesFrom: leases ? 0 : .max)
    let held = try Library(Image.open(file), name: path)
    #expect(held.everything == truth)
    #expect(held.damage.isEmpty)
    // Touched only.
    utimes(path, [timeval(tv_sec: 1, tv_usec: 0), timeval(tv_sec: 1, tv_usec: 0)])
    #expect(!file.isChanged && held.damage.isEmpty)
    _ = folder.write("held.luodi", [UInt8](repeating: 0xA5, count: library.byteCount))
    #expect(file.isChanged)
    #expect(held.damage == [.changed(path)])
    #expect(held.everything == truth)
    truncate(path, 10)
    #expect(held.everything == truth)
  }

  /// A file of which nothing was read before it was written over: old bytes or zeros, never new ones.
  @Test(arguments: [true, false]) func bytesNotYetReadAreOldOrZero(leases: Bool) throws {
    let library = try Self.library(byRow: false)
    let truth = library.everything
    let folder = Folder()
    let path = folder.write("held.luodi", library.bytes)
    let held = try Library(Image.open(LibraryFile(path, leasesFrom: leases ? 0 : .max)), name: path)
    var other = try Forgery(library.bytes)
    let isPut = other.put(200, kind: .packed, entity: 0, column: 2, element: 3)
    #expect(isPut)
    _ = folder.write("held.luodi", other.bytes)
    let seen = held.everything
    #expect(held.damage.first == .changed(path))
    #expect(seen == truth || held.damage.count > 1)
  }
}
