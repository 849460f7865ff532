/// Every project with its present state. ``advance(to:)`` lets a month (or a week) pass: some projects change, some arrive, some are missing
/// from one dump and come back in the next.
struct City {
  struct Project {
    var nameWords: (UInt8, UInt8, UInt8, UInt8)
    var district: UInt8
    var industry: UInt8
    var stage: UInt8
    var unit: UInt8
    var person: UInt16
    var isGreen: Bool
    var jobs: UInt16
    var storeys: UInt8
    /// Tenths
    var score: UInt16
    /// Days since 1970; 0 is blank
    var signed: Int32
    var approved: Int32
    var plannedStart: Int32
    var actualStart: Int32
    var plannedCompletion: Int32
    var actualCompletion: Int32
    /// Hundredths of 万元
    var investment: Int64
    var completed: Int64
    /// The snapshot whose dump leaves it out
    var absentAt: UInt8
  }

  struct Node {
    var due: Int32
    var done: Int32
  }

  static let nodesPerProject = 4

  let dates: [SnapshotDate]
  private let finalCount: Int
  private let changesPerSnapshot: Double
  private var random: SplitMix
  private(set) var projects: [Project] = []
  private(set) var nodes: [Node] = []

  init(projects count: Int, dates: [SnapshotDate], seed: UInt64, changesPerSnapshot: Double) {
    self.dates = dates
    finalCount = count
    self.changesPerSnapshot = changesPerSnapshot
    random = SplitMix(state: seed)
    projects.reserveCapacity(count)
    nodes.reserveCapacity(count * City.nodesPerProject)
    // Nineteen of twenty stand in the first dump, the rest arrive one snapshot after another.
    let first = dates.count > 1 ? count - count / 20 : count
    for _ in 0..<first { arrive(on: dates[0].day) }
  }

  mutating func advance(to snapshot: Int) {
    let today = dates[snapshot].day
    for index in projects.indices {
      if random.chance(0.002) { projects[index].absentAt = UInt8(snapshot) }
      if random.chance(changesPerSnapshot) { change(index, on: today) }
      if random.chance(changesPerSnapshot / 2) { finishNode(of: index, on: today) }
    }
    let left = finalCount - projects.count
    let steps = dates.count - snapshot
    for _ in 0..<(left / max(steps, 1)) { arrive(on: today) }
    if snapshot == dates.count - 1 { while projects.count < finalCount { arrive(on: today) } }
  }

  private mutating func arrive(on today: Int32) {
    let district = Words.district(random.unit())
    let stage = UInt8(min(4, random.below(7)) == 4 ? 1 : min(3, random.below(5)))
    let signed = today - Int32(random.below(900))
    let plannedStart = signed + 60 + Int32(random.below(700))
    let hasStarted = stage >= 2
    let actualStart = hasStarted ? min(today, plannedStart + Int32(random.below(120)) - 40) : 0
    let investment = Int64(random.skewed(36_000_000))
    projects.append(
      Project(
        nameWords: (
          UInt8(random.below(Words.places.count)), UInt8(random.below(Words.qualities.count)), UInt8(random.below(Words.goods.count)),
          UInt8(random.below(Words.kinds.count))
        ),
        district: district, industry: UInt8(random.below(20)), stage: stage, unit: UInt8(random.below(60)),
        person: UInt16(random.below(4_000)), isGreen: random.chance(0.15), jobs: UInt16(random.below(3_000)),
        storeys: UInt8(random.below(40)), score: UInt16(random.below(1_001)), signed: random.chance(0.01) ? 0 : signed,
        approved: random.chance(0.2) ? 0 : signed + Int32(random.below(200)), plannedStart: random.chance(0.03) ? 0 : plannedStart,
        actualStart: actualStart, plannedCompletion: random.chance(0.05) ? 0 : plannedStart + 200 + Int32(random.below(900)),
        actualCompletion: 0, investment: investment, completed: hasStarted ? investment * Int64(random.below(100)) / 100 : 0,
        absentAt: .max))
    var due = signed + Int32(random.below(90))
    for _ in 0..<City.nodesPerProject {
      due += Int32(random.below(250))
      let isDone = due < today && random.chance(0.72)
      nodes.append(Node(due: random.chance(0.01) ? 0 : due, done: isDone ? min(today, due + Int32(random.below(60)) - 30) : 0))
    }
  }

  private mutating func change(_ index: Int, on today: Int32) {
    switch random.below(6) {
    case 0:
      if projects[index].stage < 4 { projects[index].stage += 1 }
      if projects[index].stage >= 2, projects[index].actualStart == 0 { projects[index].actualStart = today - Int32(random.below(28)) }
      if projects[index].stage == 4 { projects[index].actualCompletion = today - Int32(random.below(28)) }
    case 1:
      if projects[index].plannedStart != 0 { projects[index].plannedStart += Int32(random.below(120)) - 20 }
    case 2: projects[index].completed = min(projects[index].investment, projects[index].completed + projects[index].investment / 12)
    case 3: projects[index].person = UInt16(random.below(4_000))
    case 4: projects[index].score = UInt16(random.below(1_001))
    default: projects[index].investment += projects[index].investment / 20 + 1
    }
  }

  private mutating func finishNode(of index: Int, on today: Int32) {
    let node = index * City.nodesPerProject + random.below(City.nodesPerProject)
    if nodes[node].done == 0 {
      nodes[node].done = today - Int32(random.below(25))
    } else if nodes[node].due != 0 {
      nodes[node].due += Int32(random.below(30))
    }
  }
}
