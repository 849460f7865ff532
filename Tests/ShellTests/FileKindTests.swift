import TestSupport
import Testing

/// What is no file is known by its kind before it is read; scripts and models may come through pipes, up to a size.
@Suite struct FileKindTests {
  /// In a folder `$D` with a pipe `fifo` to which nobody writes, a link `link` to it, a link `loop` to itself, a folder `dir` and snapshots `s`.
  private func run(_ command: String) -> Program.Outcome {
    Program.shell(
      """
      D=$(mktemp -d); trap 'rm -rf $D' EXIT; R=$PWD; M=$R/Tests/ShellTests/Fixtures/tiny.lq; cp -r Tests/ShellTests/Fixtures/tiny $D/s; cd $D
      mkfifo fifo; ln -s fifo link; ln -s loop loop; ln -s /dev/zero zero; mkdir dir; \(command)
      """, timeout: 40)
  }

  @Test func librariesAndSnapshotsAreFiles() {
    for (command, words) in [
      ("luodi load l.luodi /dev/zero", "/dev/zero is a device: expected a folder of snapshots or a file"),
      ("luodi /dev/random -c 'count works'", "/dev/random is a device"),
      ("LUODI_LIBRARY=fifo luodi -c 'count works'", "fifo is a pipe"),
      ("luodi link -c 'count works'", "link is a pipe"), ("luodi info fifo", "fifo is a pipe: a library is a file"),
      ("luodi verify link", "link is a pipe"), ("luodi info dir", "dir is a folder"), ("luodi load fifo s --model $M", "fifo is a pipe"),
      ("luodi verify loop", "loop cannot be read: Too many levels of symbolic links"),
      ("luodi loop -c 'count works'", "loop cannot be read: Too many levels of symbolic links"),
      ("luodi info fifo --lang zh", "fifo 是管道：库应为普通文件"), ("luodi load l.luodi zero --lang zh", "zero 是设备：应为快照文件夹或文件"),
    ] {
      let outcome = run("export M; timeout 10 sh -c \"\(command)\"; echo $?; ls -a | grep -c loading")
      #expect(outcome.output == "3\n0\n", "\(command): \(outcome.output) \(outcome.errors)")
      #expect(outcome.errors.contains(words), "\(command): \(outcome.errors)")
    }
  }

  @Test func aPipeAmongSnapshotsIsReportedAndSkipped() {
    let outcome = run(
      "mkfifo s/2018-01-05/more.csv s/2018-01-05/notes.txt; ln -s nowhere s/2018-01-05/gone.csv; timeout 10 luodi load l.luodi s --model $M; echo $?"
    )
    #expect(outcome.output.contains("more.csv\n  a pipe, which is not read: not loaded"), "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("gone.csv\n  the file cannot be read: No such file or directory"), "\(outcome.output)")
    #expect(outcome.output.hasSuffix("\n0\n"))
  }

  @Test func scriptsAndModelsHaveALimit() {
    for command in [
      "luodi s --model $M -f /dev/zero", "luodi s --model /dev/zero -c 'count works'", "luodi check zero --model $M",
      "head -c 17000000 /dev/zero | luodi s --model $M -f -", "truncate -s 17M long.lq; luodi s --model $M -f long.lq",
    ] {
      let outcome = run("timeout 20 sh -c \"\(command)\"; echo $?".replacing("$M", with: "$R/Tests/ShellTests/Fixtures/tiny.lq"))
      #expect(outcome.output == "3\n", "\(command): \(outcome.output) \(outcome.errors)")
      #expect(outcome.errors.contains("more than 16 MB, the limit for scripts and models"), "\(command): \(outcome.errors)")
    }
    let inScript = run("echo 'run \"zero\"' > a.lq; timeout 20 luodi s --model $M -f a.lq --lang zh; echo $?")
    #expect(inScript.output == "3\n")
    #expect(inScript.errors.contains("无法读取脚本 `zero`：超过 16 MB，这是脚本和模型的上限"), "\(inScript.errors)")
  }

  @Test func scriptsAndModelsComeThroughPipes() {
    let outcome = run(
      """
      (cat $M > fifo &) ; timeout 10 luodi s --model fifo -q -c 'count works'; (echo '1+1' > fifo &) ; timeout 10 luodi s --model $M -q -f fifo
      echo '2+2' | timeout 10 luodi s --model $M -q -f /dev/stdin
      """)
    #expect(outcome.output == "count\n4\n2\n4\n", "\(outcome.output)\(outcome.errors)")
  }

  @Test func formattingWantsFiles() {
    let outcome = run("timeout 10 luodi fmt fifo; echo $?; timeout 10 luodi fmt dir; echo $?; test -p fifo && echo pipe")
    #expect(outcome.output == "3\n3\npipe\n")
    #expect(outcome.errors.contains("fifo is a pipe, not a file"))
  }

  /// Nobody asked for them by name: they hold nothing up.
  @Test func pipesInPlaceOfWhatLuodiKeeps() {
    let outcome = run(
      """
      export XDG_CONFIG_HOME=$D/c XDG_CACHE_HOME=$D/k; mkdir -p c/luodi k; mkfifo c/luodi/init.lq
      timeout 10 luodi s --model $M -q -c 'count works'; cached=$(ls k/luodi/*.luodi); rm $cached; mkfifo $cached
      timeout 10 luodi s --model $M -q -c 'count works'; test -p $cached && echo left alone
      """)
    #expect(outcome.output == "count\n4\ncount\n4\nleft alone\n", "\(outcome.output)\(outcome.errors)")
  }

  @Test(arguments: ["mkfifo", "mkdir"]) func aHistoryThatIsNoFile(make: String) throws {
    let folder = "/tmp/luodi-history-\(UInt64.random(in: 0...UInt64.max))"
    defer { _ = Program.shell("rm -r \(folder)") }
    _ = Program.shell("mkdir -p \(folder)/luodi; \(make) \(folder)/luodi/history")
    let terminal = PseudoTerminal(
      arguments: ["Tests/ShellTests/Fixtures/tiny", "--model", "Tests/ShellTests/Fixtures/tiny.lq"],
      environment: ["XDG_STATE_HOME": folder, "PAGER": "cat"])
    try #require(terminal.wait(for: "luodi> ") != nil)
    terminal.type("count works\r")
    #expect(terminal.wait(for: "luodi> ")?.contains("4") == true)
    terminal.type("exit\r")
    #expect(terminal.exitStatus() == 0)
  }

  /// More bytes than there is memory or address space for.
  @Test func filesBeyondMemory() {
    let outcome = run("truncate -s 15T big.csv; timeout 20 luodi big.csv --model infer --date 2018-01-05 -c 'count big'; echo $?")
    #expect(outcome.output == "3\n", "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains("big.csv is too large: "), "\(outcome.errors)")
  }
}
