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
        if taken.isCrossed { counts.crossedQuotes += 1 }
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
      hasIndexes
      ? check(available, indexes: true, &checks) : check(available, indexes: false, &checks)
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
      hasIndexes
      ? copy(most, to: ticks, indexes: true, &checks)
      : copy(most, to: ticks, indexes: false, &checks)
    guard count > 0, checks.areGood else { return 0 }
    lastTime = checks.latest
    counts.crossedQuotes += Int(checks.crossed)
    slot += count * width.bytes
    return count
  }

  /// Looks at ticks up to the first record that is none, or is an index with a quote of its own.
  ///
  /// Width and `indexes`, which says whether there are any, are constants of the loop.
  @inline(__always)
  private func check(_ count: Int, indexes: Bool, _ checks: inout TickChecks) -> Int {
    switch width {
    case .narrow: check(count, width: .narrow, indexes: indexes, &checks)
    case .traded: check(count, width: .traded, indexes: indexes, &checks)
    case .quoted: check(count, width: .quoted, indexes: indexes, &checks)
    case .full: check(count, width: .full, indexes: indexes, &checks)
    }
  }

  /// The same, copying them.
  @inline(__always)
  private func copy(
    _ count: Int, to ticks: UnsafeMutablePointer<Tick>, indexes: Bool, _ checks: inout TickChecks
  ) -> Int {
    switch width {
    case .narrow: copy(count, width: .narrow, to: ticks, indexes: indexes, &checks)
    case .traded: copy(count, width: .traded, to: ticks, indexes: indexes, &checks)
    case .quoted: copy(count, width: .quoted, to: ticks, indexes: indexes, &checks)
    case .full: copy(count, width: .full, to: ticks, indexes: indexes, &checks)
    }
  }

  /// The loop of ``passRun(_:)``.
  @inline(__always)
  private func check(
    _ count: Int, width: RecordWidth, indexes: Bool, _ checks: inout TickChecks
  ) -> Int {
    let symbols = ids.count
    let start = slot
    return areIndexes.withUnsafeBufferPointer { areIndexes in
      // A local of its own stays in registers.
      var sums = checks
      defer { checks = sums }
      var record = start
      for index in 0..<count {
        let slot = Slot(record)
        let symbol = Int(truncatingIfNeeded: slot.symbol)
        guard slot.half(RecordingFormat.Offset.kind) == RecordingFormat.plainTick, symbol < symbols
        else { return index }
        let quote = slot.pair(16)
        let trade = slot.pair(32)
        if indexes, areIndexes[symbol], quote != SIMD2(repeating: trade[0]) { return index }
        slot.prefetchNextBlock(width)
        sums.add(time: slot.time, quote: quote, trade: trade)
        let (first, second) = slot.quantities(width)
        sums.add(quantities: first, second)
        record += width.bytes
      }
      return count
    }
  }

  /// The loop of ``copyRun(to:room:)``.
  @inline(__always)
  private func copy(
    _ count: Int, width: RecordWidth, to ticks: UnsafeMutablePointer<Tick>, indexes: Bool,
    _ checks: inout TickChecks
  ) -> Int {
    let start = slot
    let areIndexes = areIndexes
    return ids.withUnsafeBufferPointer { ids in
      // A local of its own stays in registers.
      var sums = checks
      defer { checks = sums }
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
        if indexes, areIndexes[symbol], quote != SIMD2(repeating: trade[0]) { return index }
        slot.prefetchNextBlock(width)
        sums.add(time: time, quote: quote, trade: trade)
        target.storeBytes(of: time, as: Int64.self)
        target.storeBytes(of: ids[symbol], toByteOffset: 8, as: Int32.self)
        target.storeBytes(of: quote, toByteOffset: 16, as: SIMD2<Int64>.self)
        target.storeBytes(of: trade, toByteOffset: 32, as: SIMD2<Int64>.self)
        let (first, second) = slot.quantities(width)
        sums.add(quantities: first, second)
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
/// The sign bits gather faults: an ltp below 1, sides and a volume below 0, quantities below -1, times below 0
/// and time going backwards. Numbers so small that a subtraction would wrap show by their own sign.
struct TickChecks {
  /// The time of the last tick.
  private(set) var latest: Int64
  /// Ticks whose bid is above their ask, where both are quoted.
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
    faults |= quote | trade | (trade &- SIMD2(1, 0))
    backwards |= time | (time &- latest)
    crossed &-= Tick.crossed(bid: quote[0], ask: quote[1]) &>> 63
    latest = time
  }

  /// Looks at the optional quantities of a tick.
  @inline(__always)
  mutating func add(quantities: SIMD2<Int64>, _ others: SIMD2<Int64>) {
    let ones = SIMD2<Int64>(repeating: 1)
    faults |= (quantities & (quantities &+ ones)) | (others & (others &+ ones))
  }
}
