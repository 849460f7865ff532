import Diagnostics

extension ShellProblem.Use {
  var words: Bilingual {
    switch self {
    case .library: Bilingual("the library that is asked", "是所查询的库")
    case .snapshot: Bilingual("a file of the snapshots that are asked", "是所查询快照中的文件")
    case .script: Bilingual("a script that is run", "是正在运行的脚本")
    case .initFile: Bilingual("an init file of this run", "是本次运行的启动文件")
    case .report: Bilingual("the report of this run", "是本次运行的报告")
    case .modelOut: Bilingual("the model that this run writes", "是本次运行写出的模型")
    case .model: Bilingual("the model in use", "是所用的模型")
    case .cache: Bilingual("what is kept of the folder that is asked", "是所查询文件夹的缓存")
    }
  }
}
