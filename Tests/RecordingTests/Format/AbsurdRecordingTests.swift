import Foundation
import Market
import Money
import Testing

@testable import Recording

@Suite("Absurd contents under right checksums")
struct AbsurdRecordingTests {
  /// A number put somewhere: bytes from the beginning of the file, of the first block, or of a record
  /// (its number counts symbols and ticks alike).
  struct Change: Sendable, CustomTestStringConvertible {
    enum Slot: Sendable {
      case file
      case block(Int)
      case record(Int)
    }

    let what: String
    let slot: Slot
    let offset: Int
    let bytes: Int
    let number: Int64

    var testDescription: String { what }

    init(_ what: String, _ slot: Slot, _ offset: Int, _ bytes: Int, _ number: Int64) {
      self.what = what
      self.slot = slot
      self.offset = offset
      self.bytes = bytes
      self.number = number
    }
  }

  /// Record 0 is the symbol, the ticks are 1 to 3; block 1 has three more ticks and nothing else.
  static let changes = [
    Change("an ltp far below zero", .record(2), 32, 8, .min),
    Change("an ltp of zero", .record(2), 32, 8, 0), Change("a bid", .record(2), 16, 8, .min),
    Change("an ask", .record(2), 24, 8, -1), Change("a volume", .record(2), 40, 8, .min),
    Change("a time far below zero", .record(2), 0, 8, .min),
    Change("a time below zero", .record(1), 0, 8, -1),
    Change("a time that goes back", .record(3), 0, 8, 5),
    Change("an unknown symbol", .record(2), 8, 4, 7), Change("a kind", .record(2), 12, 1, 9),
    Change("a symbol again", .record(2), 12, 1, 3),
    Change("prices in other units", .file, 16, 8, 100),
    Change("times in other units", .file, 24, 8, 1_000),
    Change("a first time after the last", .block(0), 0, 8, .max),
    Change("another first time", .block(0), 0, 8, 1_739_250_283_722_000_001),
    Change("a last time below zero", .block(0), 16, 8, -1),
    Change("a last time too late", .block(0), 16, 8, .max),
    Change("ticks before the first", .block(0), 24, 8, .max),
    Change("ticks before the second", .block(1), 24, 8, .min),
    Change("more ticks than records", .block(0), 32, 4, 5),
    Change("fewer ticks than records of ticks alone", .block(1), 32, 4, 2),
    Change("ticks alone, and a symbol", .block(0), 13, 1, 1),
  ]

  private static func recording(
    _ change: Change, width: RecordWidth, in folder: TemporaryFolder
  ) throws -> String {
    var table = InstrumentTable()
    let id = table.intern("NSE:SBIN-EQ")
    let path = folder.path + "/sound.ticks"
    let writer = try RecordingWriter(
      creating: path, flushInterval: RecordingWriter.neverFlush, width: width, replacing: true)
    for number in 0..<6 {
      try writer.append(
        Tick(
          time: EventTime(nanoseconds: 1_739_250_283_722_000_000 + Int64(number)), instrument: id,
          bid: Price(micros: 1), ask: Price(micros: 2), ltp: Price(micros: 1)), of: table)
      if number == 2 { try writer.flush() }
    }
    try writer.flush()
    var bytes = try FileBytes.read(path)
    let size = width.bytes
    let place =
      switch change.slot {
      case .file: 0
      case .block(let number): size + number * 5 * size
      case .record(let number): (2 + number) * size
      }
    for index in 0..<change.bytes {
      bytes[place + change.offset + index] = UInt8(
        truncatingIfNeeded: change.number >> (8 * Int64(index)))
    }
    RecordingSeal.renew(&bytes)
    return try folder.file(bytes, named: "absurd.ticks")
  }

  /// How each way of reading the whole file ends.
  private static func verdicts(_ path: String, in folder: TemporaryFolder) -> [RecordingError?] {
    func error(_ body: () throws(RecordingError) -> Void) -> RecordingError? {
      do throws(RecordingError) {
        try body()
        return nil
      } catch {
        return error
      }
    }
    func walk(_ body: (RecordingReader) throws(RecordingError) -> Void) -> RecordingError? {
      error { () throws(RecordingError) in try body(try RecordingReader(path)) }
    }
    return [
      walk { reader throws(RecordingError) in while try reader.next() != nil {} },
      walk { reader throws(RecordingError) in
        try reader.forEach { _ in
        } entry: { _ in
        }
      },
      Reading([path], batch: 1).error, Reading([path], batch: 512).error,
      error { () throws(RecordingError) in
        if let found = try TickFileInfo(path).error { throw found }
      },
      error { () throws(RecordingError) in
        _ = try TickConverter(files: [path], replaces: true).writeCSV(to: folder.path + "/a.csv")
      },
      error { () throws(RecordingError) in
        _ = try TickConverter(files: [path], replaces: true)
          .writeRecording(to: folder.path + "/a.ticks")
      },
      error { () throws(RecordingError) in _ = try RecordingRepair.cutTail(of: path) },
      error { () throws(RecordingError) in _ = try RecordingWriter(appendingTo: path) },
    ]
  }

  @Test(
    "every way of reading refuses them with file and byte, and all of them the same way",
    arguments: changes, RecordWidth.allCases)
  func refused(change: Change, width: RecordWidth) throws {
    let folder = try TemporaryFolder()
    let path = try Self.recording(change, width: width, in: folder)
    let before = try FileBytes.read(path)
    let verdicts = Self.verdicts(path, in: folder)
    for verdict in verdicts {
      #expect(verdict?.kind == .content)
      #expect(verdict?.file == path)
      #expect(verdict == verdicts[0])
    }
    guard case .byte? = verdicts[0]?.place else {
      Issue.record("no byte: \(String(describing: verdicts[0]))")
      return
    }
    #expect(try FileBytes.read(path) == before, "a refused file was changed")
  }

  @Test("a stretch of time that is skipped is no reason to take what was refused")
  func skipped() throws {
    let folder = try TemporaryFolder()
    let change = Change("ticks before the second", .block(1), 24, 8, 9)
    let path = try Self.recording(change, width: .narrow, in: folder)
    let options = TickReadOptions(from: EventTime(nanoseconds: 1_800_000_000_000_000_000))
    #expect(Reading([path], options: options).error?.kind == .content)
  }

  @Test("a symbol that is defined twice is gone on with under either number")
  func definedTwice() throws {
    let folder = try TemporaryFolder()
    var table = InstrumentTable()
    let ids = ["A:A-EQ", "B:B-EQ"].map { table.intern($0) }
    let path = folder.path + "/twice.ticks"
    let writer = try RecordingWriter(creating: path)
    for id in ids {
      try writer.append(
        Tick(
          time: EventTime(nanoseconds: 1), instrument: id, bid: .zero, ask: .zero,
          ltp: Price(micros: 1)), of: table)
    }
    try writer.flush()
    var bytes = try FileBytes.read(path)
    // The second symbol is behind the header, the block, a symbol and a tick.
    bytes[4 * 80 + 16] = UInt8(ascii: "A")
    bytes[4 * 80 + 18] = UInt8(ascii: "A")
    RecordingSeal.renew(&bytes)
    let file = try folder.file(bytes, named: "twice2.ticks")
    let more = try RecordingWriter(appendingTo: file)
    try more.append(
      Tick(
        time: EventTime(nanoseconds: 2), instrument: ids[1], bid: .zero, ask: .zero,
        ltp: Price(micros: 1)), of: table)
    try more.close()
    #expect(Reading([file]).symbols == ["A:A-EQ", "A:A-EQ", "B:B-EQ"])
  }
}
