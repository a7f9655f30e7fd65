import Market
import Money
import TestSupport

@testable import Recording

/// A recording of random contents, most of them sensible, under right checksums.
struct RandomRecording {
  private var random: SplitMix64
  private let width: RecordWidth
  /// How odd it is: once in so many times something is.
  private let oddness: UInt64
  private var time: Int64
  private var symbols = 0
  private var checksum: UInt32 = 0
  private var ticksBefore: Int64 = 0
  private var bytes: [UInt8] = []

  private static let names = [
    "SIM:A", "SIM:B", "NSE:SBIN-EQ", "NSE:NIFTY50-INDEX", "MCX:GOLD26DECFUT", "a,b", "\"", "x y",
    " ", "", "SIM:A", "é", String(repeating: "S", count: 70),
  ]

  /// The bytes of a seed's recording.
  static func bytes(seed: UInt64) -> [UInt8] {
    var recording = RandomRecording(seed: seed)
    return recording.made()
  }

  private init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    width = random.pick(RecordWidth.allCases)
    oddness = random.pick([4, 40, 400, 4_000])
    time = 1_739_250_283_722_000_000
  }

  private mutating func made() -> [UInt8] {
    header()
    for number in 0..<UInt32(1 + random.below(4)) { block(number) }
    if isOdd() { bytes += (0..<random.below(40)).map { _ in random.byte() } }
    return bytes
  }

  private mutating func isOdd() -> Bool { random.oneIn(oddness) }

  /// The number, or an odd one instead.
  private mutating func maybe(_ number: Int64) -> Int64 { isOdd() ? random.anyInt64() : number }

  // MARK: Slots

  private mutating func slot() -> [UInt8] { Array(repeating: 0, count: width.bytes) }

  private func put(
    _ number: some FixedWidthInteger, _ slot: inout [UInt8], _ offset: Int, _ count: Int = 8
  ) {
    for index in 0..<count {
      slot[offset + index] = UInt8(truncatingIfNeeded: number >> (8 * index))
    }
  }

  private func seal(_ slot: inout [UInt8]) -> UInt32 {
    let sum = slot.withUnsafeBytes { bytes in
      bytes.baseAddress.map { Checksum.of($0, count: width.headerChecksum) } ?? 0
    }
    put(sum, &slot, width.headerChecksum, 4)
    return sum
  }

  private mutating func header() {
    var slot = slot()
    slot.replaceSubrange(0..<8, with: RecordingFormat.magic)
    put(random.oneIn(9) && width == .full ? 1 : 2, &slot, 8, 4)
    put(RecordKind.fileHeader.rawValue, &slot, 12, 1)
    put(width.bytes, &slot, 14, 2)
    // Oddities of the header end the reading at once, so they are rare.
    put(random.oneIn(200) ? maybe(7) : 1_000_000, &slot, 16)
    put(random.oneIn(200) ? maybe(7) : 1_000_000_000, &slot, 24)
    put(width.recordsMax, &slot, 32, 4)
    checksum = seal(&slot)
    bytes += slot
  }

  private mutating func block(_ number: UInt32) {
    let before = time
    var records: [UInt8] = []
    var ticks: Int64 = 0
    var first: Int64?
    if number == 0 {
      for _ in 0..<random.below(6) { metadata(into: &records) }
      for _ in 0..<(1 + random.below(3)) { symbol(into: &records) }
    }
    let others = records.count
    for _ in 0..<(1 + random.below(40)) {
      switch random.below(30) {
      case 0: symbol(into: &records)
      case 1: gap(into: &records)
      case 2, 3: event(into: &records)
      case 4 where isOdd(): noise(into: &records)
      default:
        tick(into: &records)
        ticks += 1
      }
      first = first ?? time
    }
    let count = records.count / width.bytes
    var slot = slot()
    put(maybe(first ?? before), &slot, 0)
    put(number, &slot, 8, 4)
    put(RecordKind.blockHeader.rawValue, &slot, 12, 1)
    put(ticks == Int64(count) && others == 0 && !isOdd() ? 1 : 0, &slot, 13, 1)
    put(count, &slot, 14, 2)
    put(maybe(time), &slot, 16)
    put(maybe(ticksBefore), &slot, 24)
    put(maybe(ticks), &slot, 32, 4)
    put(checksum, &slot, width.previousChecksum, 4)
    let sum = records.withUnsafeBytes { bytes in
      bytes.baseAddress.map { Checksum.of($0, count: records.count) } ?? 0
    }
    put(sum, &slot, width.recordsChecksum, 4)
    checksum = seal(&slot)
    ticksBefore += ticks
    bytes += slot + records
  }

  // MARK: Records

  /// The next time: mostly soon, now and then much later, seldom years.
  private mutating func pass() -> Int64 {
    let step: Int64 =
      random.oneIn(400)
      ? random.below(400 * 86_400_000_000_000)
      : random.oneIn(30) ? random.below(40_000_000_000_000) : random.below(3_000_000_000)
    time = random.oneIn(oddness * 3) ? random.anyInt64() : time &+ step
    return time
  }

  private mutating func record(_ kind: UInt8, _ time: Int64, _ symbol: UInt32, length: Int = 0)
    -> [UInt8]
  {
    var slot = slot()
    put(time, &slot, 0)
    put(symbol, &slot, 8, 4)
    put(kind, &slot, 12, 1)
    put(length, &slot, 14, 2)
    return slot
  }

  private mutating func price() -> Int64 { maybe(100_000_000 + random.below(50_000) * 1_000) }

  private mutating func tick(into records: inout [UInt8]) {
    let symbol = UInt32(truncatingIfNeeded: maybe(random.below(max(1, Int64(symbols)))))
    var slot = record(RecordKind.tick.rawValue, pass(), symbol)
    let ltp = price()
    put(random.oneIn(8) ? 0 : random.oneIn(2) ? ltp : price(), &slot, 16)
    put(random.oneIn(8) ? 0 : random.oneIn(2) ? ltp : price(), &slot, 24)
    put(ltp, &slot, 32)
    put(maybe(random.below(1_000_000)), &slot, 40)
    for offset in stride(from: 48, to: width.bytes, by: 8) {
      put(maybe(random.below(1_000) - 1), &slot, offset)
    }
    records += slot
  }

  private mutating func gap(into records: inout [UInt8]) {
    let end = pass()
    var slot = record(
      RecordKind.gap.rawValue, end, random.oneIn(3) ? 0 : .max, length: Int(random.below(7)))
    put(maybe(end &- random.below(1_000_000_000)), &slot, 16)
    put(maybe(random.below(10) - 1), &slot, 24)
    records += slot
  }

  private mutating func symbol(into records: inout [UInt8]) {
    let name = isOdd() ? random.pick(Self.names) : random.pick(Array(Self.names.prefix(4)))
    append(
      .symbol, UInt32(truncatingIfNeeded: maybe(Int64(symbols))), Array(name.utf8), &records)
    symbols += 1
  }

  private mutating func metadata(into records: inout [UInt8]) {
    let key = random.pick([
      "csv.columns", "csv.time", "csv.decimals", "session", "cash", "seed", "calendar",
      "latency_ns", "staleness_ns", "commission_rate", "instrument", "calendar_line", "source", "",
    ])
    let value = random.pick([
      "time,symbol,bid,ask,ltp,volume", "time,symbol,last", "time,time", "s", "ns", "2", "-7",
      "99999999999999999999", "random=5000.00", "none", "auto", "0", "0.0005", "SIM:A 0.05 1",
      "holiday NSE 2026-11-18 ; x", "\n\u{1B}[31m", "", "NSE:SBIN-EQ 0 0 0",
    ])
    var text = Array("\(key)=\(value)".utf8)
    if isOdd() { text += (0..<random.below(200)).map { _ in random.byte() } }
    append(.metadata, 0, text, &records)
  }

  private mutating func event(into records: inout [UInt8]) {
    let payload = random.pick([
      "state=connected", "state=disconnected", "command=resume", "command=flatten", "since=1",
      "side=BUY\nsymbol=SIM:A\nquantity=5",
      "side=SELL\nsymbol=SIM:A\nquantity=-9223372036854775808",
      "side=BUY\nsymbol=SIM:A\nquantity=1\nstop_loss=price:-9223372036854775808\ntrail_by=risk:1",
      "side=BUY\nsymbol=SIM:B\nquantity=9223372036854775807\ntake_profit=percent:9223372036854775807",
      "reason=x", "script=0\ncall=0\nkind=error\ngone=1", "script=-1",
      "script=7\nfile=../x\nsha256=0",
      "symbol=SIM:C\nincrement=1\nlot=0", "", "\u{0}", "a", "=",
    ])
    append(
      .event, random.oneIn(9) ? UInt32(truncatingIfNeeded: random.anyInt64()) : random.below(11),
      Array(payload.utf8), &records, at: pass())
  }

  private mutating func noise(into records: inout [UInt8]) {
    records += (0..<width.bytes).map { _ in random.byte() }
  }

  /// A payload in as many records as it needs; sometimes it says of itself what is not true.
  private mutating func append(
    _ kind: RecordKind, _ symbol: UInt32, _ payload: [UInt8], _ records: inout [UInt8],
    at time: Int64 = 0
  ) {
    var rest = payload[...]
    repeat {
      let piece = rest.prefix(width.payloadSize)
      rest = rest.dropFirst(piece.count)
      var slot = record(
        kind.rawValue, time, symbol, length: Int(maybe(Int64(piece.count)) & 0xffff))
      put(rest.isEmpty && !isOdd() ? 0 : 1, &slot, 13, 1)
      slot.replaceSubrange(16..<(16 + piece.count), with: piece)
      records += slot
    } while !rest.isEmpty
  }
}
