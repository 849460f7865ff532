extension City {
  static let projectHeader =
    "id,name,district,industry,stage,signed,approved,planned_start,actual_start,planned_completion,actual_completion,investment,completed,"
    + "unit,person,jobs,storeys,green_channel,score\n"
  static let nodeHeader = "id,project,kind,due,done\n"

  func writeProjects(to path: String, snapshot: Int) {
    var file = DumpFile(path)
    file.text(City.projectHeader)
    let dates = DateTexts()
    forEachProject(in: snapshot) { index in
      let project = projects[index]
      file.projectID(index)
      file.comma()
      file.text(Words.places[Int(project.nameWords.0)])
      file.text(Words.qualities[Int(project.nameWords.1)])
      file.text(Words.goods[Int(project.nameWords.2)])
      file.text(Words.kinds[Int(project.nameWords.3)])
      file.comma()
      file.text(Words.districts[Int(project.district)].code)
      file.comma()
      file.byte(UInt8(ascii: "A") + project.industry)
      file.comma()
      file.text(Words.stages[Int(project.stage)])
      for day in [
        project.signed, project.approved, project.plannedStart, project.actualStart, project.plannedCompletion, project.actualCompletion,
      ] {
        file.comma()
        file.date(day, dates)
      }
      file.comma()
      file.hundredths(project.investment)
      file.comma()
      file.hundredths(project.completed)
      file.text(",单位")
      file.number(Int(project.unit) + 1)
      file.text(",岗位")
      file.number(Int(project.person) + 1)
      file.comma()
      file.number(Int(project.jobs))
      file.comma()
      file.number(Int(project.storeys))
      file.text(project.isGreen ? ",是," : ",否,")
      file.number(Int(project.score) / 10)
      file.byte(UInt8(ascii: "."))
      file.number(Int(project.score) % 10)
      file.byte(UInt8(ascii: "\n"))
    }
    file.close()
  }

  func writeNodes(to path: String, snapshot: Int) {
    var file = DumpFile(path)
    file.text(City.nodeHeader)
    let dates = DateTexts()
    forEachProject(in: snapshot) { index in
      for kind in 0..<City.nodesPerProject {
        let node = nodes[index * City.nodesPerProject + kind]
        file.projectID(index)
        file.byte(UInt8(ascii: "-"))
        file.number(kind + 1)
        file.comma()
        file.projectID(index)
        file.comma()
        file.text(Words.nodeKinds[kind])
        file.comma()
        file.date(node.due, dates)
        file.comma()
        file.date(node.done, dates)
        file.byte(UInt8(ascii: "\n"))
      }
    }
    file.close()
  }

  /// In the order of arrival; every third dump in another order.
  private func forEachProject(in snapshot: Int, _ body: (Int) -> Void) {
    let count = projects.count
    // A stride without a common divisor with the count visits each once.
    var stride = 1
    if snapshot % 3 == 2 {
      stride = count / 2 + 1
      while greatestDivisor(stride, count) != 1 { stride += 1 }
    }
    var index = 0
    for _ in 0..<count {
      if projects[index].absentAt != UInt8(snapshot) { body(index) }
      index += stride
      if index >= count { index -= count }
    }
  }

  private func greatestDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestDivisor(b, a % b) }
}
