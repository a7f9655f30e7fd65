import Market
import Money

extension RecordingCursor {
  /// Writes the next wanted ticks to memory, until it is full or the recording ends.
  ///
  /// - Parameters:
  ///   - end: The end of that memory.
  ///   - tick: The next place to write to; it moves on, also when an error is thrown.
  /// - Throws: What is wrong; the ticks before it are written.
  mutating func takeTicks(
    upTo end: UnsafeMutablePointer<Tick>, at tick: inout UnsafeMutablePointer<Tick>
  ) throws(RecordingError) {
    while tick < end {
      if slot == blockEnd, try !nextBlock() { return }
      tick += copyRun(to: tick, room: end - tick)
      guard tick < end, slot < blockEnd else { continue }
      guard let entry = try takeRecord() else { continue }
      switch entry {
      case .tick(let taken) where wanted.contains(taken.time.nanoseconds):
        tick.pointee = taken
        if taken.bid > taken.ask { counts.crossedQuotes += 1 }
        tick += 1
      case .gap(let gap) where wanted.contains(gap.end.nanoseconds): counts.gaps += 1
      case .tick, .gap, .event, .metadata, .end: break
      }
    }
  }

  /// Goes through the plain ticks at the cursor without copying them.
  ///
  /// - Parameter body: Gets the ticks, when there are any; it is called once at most.
  /// - Returns: Whether there were any; if not, the record at the cursor must be looked at by the rules.
  @inline(__always)
  mutating func passRun(_ body: (TickRun) -> Void) -> Bool {
    guard slot < blockEnd else { return false }
    let start = slot
    let available = (blockEnd - slot) / width.bytes
    var checks = TickChecks(after: lastTime)
    let count =
      switch width {
      case .narrow: Self.check(start, available, width: .narrow, symbols: ids.count, &checks)
      case .traded: Self.check(start, available, width: .traded, symbols: ids.count, &checks)
      case .quoted: Self.check(start, available, width: .quoted, symbols: ids.count, &checks)
      case .full: Self.check(start, available, width: .full, symbols: ids.count, &checks)
      }
    guard count > 0, checks.areGood else { return false }
    lastTime = checks.latest
    slot += count * width.bytes
    ids.withUnsafeBufferPointer { ids in
      body(
        TickRun(
          start, count: count, stride: width.bytes, ids: ids, crossedQuotes: Int(checks.crossed)))
    }
    return true
  }

  /// Copies the plain ticks at the cursor that need no filter.
  ///
  /// A record holds a tick's fields where ``Tick`` has them in memory, so that copying is all there is
  /// to do but the instrument's id, and the quantities that a narrower record has not.
  ///
  /// - Returns: How many were copied; 0 when the record at the cursor must be looked at by the rules.
  @inline(__always)
  private mutating func copyRun(to ticks: UnsafeMutablePointer<Tick>, room: Int) -> Int {
    guard Self.canCopy, let block, block.firstTime >= wanted.first,
      block.lastTime <= wanted.last
    else { return 0 }
    let most = min(room, (blockEnd - slot) / width.bytes)
    var checks = TickChecks(after: lastTime)
    let count =
      switch width {
      case .narrow: Self.copy(slot, most, width: .narrow, to: ticks, ids: ids, &checks)
      case .traded: Self.copy(slot, most, width: .traded, to: ticks, ids: ids, &checks)
      case .quoted: Self.copy(slot, most, width: .quoted, to: ticks, ids: ids, &checks)
      case .full: Self.copy(slot, most, width: .full, to: ticks, ids: ids, &checks)
      }
    guard count > 0, checks.areGood else { return 0 }
    lastTime = checks.latest
    counts.crossedQuotes += Int(checks.crossed)
    slot += count * width.bytes
    return count
  }

  /// The loop of ``passRun(_:)``: looks at ticks up to the first record that is none.
  @inline(__always)
  private static func check(
    _ start: UnsafeRawPointer, _ count: Int, width: RecordWidth, symbols: Int,
    _ checks: inout TickChecks
  ) -> Int {
    var record = start
    for index in 0..<count {
      let slot = Slot(record)
      guard slot.half(RecordingFormat.Offset.kind) == RecordingFormat.plainTick,
        Int(truncatingIfNeeded: slot.symbol) < symbols
      else { return index }
      slot.prefetchNextBlock(width)
      checks.add(time: slot.time, quote: slot.pair(16), trade: slot.pair(32))
      let (first, second) = slot.quantities(width)
      checks.add(quantities: first, second)
      record += width.bytes
    }
    return count
  }

  /// The loop of ``copyRun(to:room:)``: looks at ticks up to the first record that is none.
  @inline(__always)
  private static func copy(
    _ start: UnsafeRawPointer, _ count: Int, width: RecordWidth,
    to ticks: UnsafeMutablePointer<Tick>, ids: [Int32], _ checks: inout TickChecks
  ) -> Int {
    ids.withUnsafeBufferPointer { ids in
      var record = start
      var target = UnsafeMutableRawPointer(ticks)
      for index in 0..<count {
        let slot = Slot(record)
        let symbol = Int(truncatingIfNeeded: slot.symbol)
        guard slot.half(RecordingFormat.Offset.kind) == RecordingFormat.plainTick,
          symbol < ids.count
        else { return index }
        let time = slot.time
        let quote = slot.pair(16)
        let trade = slot.pair(32)
        slot.prefetchNextBlock(width)
        checks.add(time: time, quote: quote, trade: trade)
        target.storeBytes(of: time, as: Int64.self)
        target.storeBytes(of: ids[symbol], toByteOffset: 8, as: Int32.self)
        target.storeBytes(of: quote, toByteOffset: 16, as: SIMD2<Int64>.self)
        target.storeBytes(of: trade, toByteOffset: 32, as: SIMD2<Int64>.self)
        let (first, second) = slot.quantities(width)
        checks.add(quantities: first, second)
        target.storeBytes(of: first, toByteOffset: 48, as: SIMD2<Int64>.self)
        target.storeBytes(of: second, toByteOffset: 64, as: SIMD2<Int64>.self)
        record += width.bytes
        target += MemoryLayout<Tick>.stride
      }
      return count
    }
  }

  /// Whether ``Tick`` lies in memory as records do.
  private static let canCopy: Bool = {
    let offsets = [
      MemoryLayout<Tick>.offset(of: \.time), MemoryLayout<Tick>.offset(of: \.instrument),
      MemoryLayout<Tick>.offset(of: \.bid), MemoryLayout<Tick>.offset(of: \.ask),
      MemoryLayout<Tick>.offset(of: \.ltp), MemoryLayout<Tick>.offset(of: \.volume),
      MemoryLayout<Tick>.offset(of: \.lastQuantity), MemoryLayout<Tick>.offset(of: \.bidQuantity),
      MemoryLayout<Tick>.offset(of: \.askQuantity), MemoryLayout<Tick>.offset(of: \.openInterest),
    ]
    let isLittleEndian = 1.littleEndian == 1
    return isLittleEndian && offsets == [0, 8, 16, 24, 32, 40, 48, 56, 64, 72]
      && MemoryLayout<Tick>.stride == RecordWidth.full.bytes
  }()
}

/// What may be wrong with the ticks of a run, gathered without a branch a tick.
///
/// The sign bits gather faults: prices below 1, a volume below 0, quantities below -1, and time going
/// backwards.
struct TickChecks {
  /// The time of the last tick.
  private(set) var latest: Int64
  /// Ticks whose bid is above their ask.
  private(set) var crossed: Int64 = 0

  private var faults = SIMD2<Int64>.zero
  private var backwards: Int64 = 0

  /// Checks of ticks that follow an entry of this time.
  @inline(__always)
  init(after time: Int64) { latest = time }

  /// Whether nothing was wrong with any.
  var areGood: Bool { faults[0] | faults[1] | backwards >= 0 }

  /// Looks at the part of a tick that every record has.
  ///
  /// - Parameters:
  ///   - time: Its time.
  ///   - quote: Its bid and ask.
  ///   - trade: Its ltp and volume.
  @inline(__always)
  mutating func add(time: Int64, quote: SIMD2<Int64>, trade: SIMD2<Int64>) {
    faults |= (quote &- SIMD2(repeating: 1)) | (trade &- SIMD2(1, 0))
    backwards |= time &- latest
    crossed &-= (quote[1] &- quote[0]) &>> 63
    latest = time
  }

  /// Looks at the optional quantities of a tick.
  @inline(__always)
  mutating func add(quantities: SIMD2<Int64>, _ others: SIMD2<Int64>) {
    let ones = SIMD2<Int64>(repeating: 1)
    faults |= (quantities & (quantities &+ ones)) | (others & (others &+ ones))
  }
}
