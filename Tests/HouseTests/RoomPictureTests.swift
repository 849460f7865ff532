import Glibc
import TestSupport
import Testing

/// `docs/rooms.svg` is drawn from the manifest, so that it cannot say what is not so. `RECORD=1` draws it anew.
@Suite struct RoomPictureTests {
  static let path = Program.root + "/docs/rooms.svg"

  /// The rooms of the sources; the C beneath them have no place of their own, and stand in the rooms that import them.
  static let picture = RoomPicture(
    imports: Dictionary(uniqueKeysWithValues: WallTests.rooms.filter { $0.folder.hasPrefix("Sources/") }.map { ($0.name, $0.mayImport) }))

  @Test func thePictureIsThatOfTheManifest() throws {
    let svg = RoomPictureTests.picture.svg
    if getenv("RECORD") != nil {
      let file = try #require(fopen(RoomPictureTests.path, "w"))
      fputs(svg, file)
      fclose(file)
    }
    #expect(contents(of: RoomPictureTests.path) == svg)
  }

  @Test func everyRoomHasAPlaceAndEveryPlaceARoom() {
    let drawn = Set(RoomPictureTests.picture.imports.keys.filter { !$0.starts(with: #/C[A-Z]/#) })
    #expect(drawn == Set(RoomPicture.places.keys))
    for (room, place) in RoomPicture.places {
      #expect(Double(place.role.count) * 6 < place.span.upperBound - place.span.lowerBound, "\(room): more words than its box holds")
    }
  }

  /// What is drawn says all that the manifest says: who may import whom is whom the arrows lead to.
  @Test func whatIsReachedIsWhatMayBeImported() {
    let picture = RoomPictureTests.picture
    for room in picture.rooms {
      var (reached, waiting): (Set<String>, [String]) = ([], [room])
      while let next = waiting.popLast() {
        for arrow in picture.arrows where arrow.from == next && reached.insert(arrow.to).inserted { waiting.append(arrow.to) }
      }
      let mayImport = (picture.imports[room] ?? []).filter { RoomPicture.places[$0] != nil }
      #expect(mayImport.filter { !reached.contains($0) }.sorted() == [], "\(room)")
    }
  }

  /// Arrows go down or sideways, begin and end at their rooms, and cross none between.
  @Test func arrowsGoOneWayAndThroughNoRoom() {
    let picture = RoomPictureTests.picture
    for (from, to) in picture.arrows {
      let line = RoomPicture.line(from: from, to: to)
      #expect(RoomPicture.places[from]!.row <= RoomPicture.places[to]!.row, "\(from) \(to)")
      for (start, end) in zip(line, line.dropFirst()) {
        #expect(start.y <= end.y, "\(from) \(to)")
        for room in picture.rooms where room != from && room != to {
          let box = RoomPicture.box(room)
          let isBeside = max(start.x, end.x) <= box.left || min(start.x, end.x) >= box.right
          #expect(isBeside || end.y <= box.top || start.y >= box.bottom, "\(from) \(to) through \(room)")
        }
      }
    }
  }
}
