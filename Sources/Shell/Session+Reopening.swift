import Diagnostics
import Store

extension Session {
  /// Before a statement at the prompt: a library file that another program wrote into is opened anew. False after saying why it cannot be.
  func reopenChangedFile() -> Bool {
    guard let data, data.isFile, data.library.damage.first == .changed(data.path) else { return true }
    do {
      let loaded = LoadedLibrary(stored: try Library.open(data.path), path: data.path, isFile: true)
      reopen(loaded, try Shell.model(of: loaded.library, settings, environment))
      Streams.say(
        Bilingual(
          "\(data.path) was changed on disk: opened anew, without what this session had kept (`let`, `param`, `define`, `_`)",
          "\(data.path) 在磁盘上被改动：已重新打开，本次会话保留的内容（`令`、`参数`、`定义`、`_`）不再有效")[language])
      announce(loaded)
      return true
    } catch {
      // What is wrong with a model has been said.
      if let problem = error as? StoreProblem { complain(problem) }
      return false
    }
  }
}
