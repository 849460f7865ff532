/// `unit.kind` of many rows => read on each unit once, then gathered
///
/// Pays where there are fewer units than rows with one, which only the run knows.
enum TargetsOnce {
  static func pays(targets: Int, linkedRows: Int) -> Bool { targets < linkedRows }
}
