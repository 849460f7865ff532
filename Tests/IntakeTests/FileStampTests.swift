import Glibc
import Testing

@testable import Intake

@Suite struct FileStampTests {
  private let folder = Folder()

  private func set(_ name: String, _ time: Int) {
    var times = [timespec(tv_sec: time, tv_nsec: 5), timespec(tv_sec: time, tv_nsec: 5)]
    #expect(utimensat(AT_FDCWD, folder.path + "/" + name, &times, 0) == 0)
  }

  private func stamp(_ extra: [UInt8] = []) -> FileStamp? { FileStamp(folder.path, extra: extra) }
  private func content(_ extra: [UInt8] = []) -> String? { FileStamp.content(folder.path, extra: extra) }

  /// Another file, or the same one written anew, with the size and the time of the one before.
  @Test(arguments: [true, false])
  func contentsOfEqualSizeAndTimeAreToldApart(_ isWrittenInPlace: Bool) throws {
    folder.write("2018-01-01/a.csv", "id\n1\n")
    set("2018-01-01/a.csv", 1_500_000_000)
    let before = (stamp: try #require(stamp()), content: try #require(content()))
    #expect(stamp() == before.stamp)
    // The clock of `ctime` ticks a few hundred times a second.
    usleep(20_000)
    if isWrittenInPlace {
      folder.write("2018-01-01/a.csv", "id\n2\n")
    } else {
      folder.write("2018-01-01/new", "id\n2\n")
      set("2018-01-01/new", 1_500_000_000)
      #expect(rename(folder.path + "/2018-01-01/new", folder.path + "/2018-01-01/a.csv") == 0)
    }
    set("2018-01-01/a.csv", 1_500_000_000)
    #expect(stamp() != before.stamp)
    #expect(content() != before.content)
  }

  /// A copy, or a file that was only touched, has another stamp and the same content.
  @Test func theContentIsThatOfNamesAndBytes() throws {
    folder.write("2018-01-01/a.csv", "id\n1\n")
    folder.write("2018-01-01/b.csv", "")
    let before = (stamp: try #require(stamp()), content: try #require(content()))
    usleep(20_000)
    set("2018-01-01/a.csv", 1_600_000_000)
    #expect(stamp() != before.stamp)
    #expect(content() == before.content)
    #expect(stamp([1]) != stamp())
    #expect(content([1]) != content())
    #expect(rename(folder.path + "/2018-01-01/b.csv", folder.path + "/2018-01-01/c.csv") == 0)
    #expect(content() != before.content)
    folder.write("2018-01-02/d.csv", "x")
    let more = try #require(content())
    folder.write("2018-01-02/d.csv", "y")
    #expect(content() != more)
  }

  @Test func whatWasJustWrittenIsNotSettled() throws {
    folder.write("a.csv", "id\n1\n")
    #expect(try #require(stamp()).isSettled == false)
    #expect(try #require(FileStamp("/etc/hostname", extra: [])).isSettled)
    #expect(FileStamp(folder.path + "/none", extra: []) == nil)
  }
}
