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

  /// Copies the plain ticks at the cursor that need no filter, checking them without a branch each.
  ///
  /// A record holds a tick's fields where ``Tick`` has them in memory, so that copying is all there is
  /// to do but the instrument's id.
  ///
  /// - Returns: How many were copied; 0 when the record at the cursor must be looked at by the rules.
  @inline(__always)
  private mutating func copyRun(to ticks: UnsafeMutablePointer<Tick>, room: Int) -> Int {
    guard Self.canCopy, let block, block.firstTime >= wanted.first,
      block.lastTime <= wanted.last
    else { return 0 }
    let available = (blockEnd - slot) / RecordingFormat.slotSize
    var latest = lastTime
    var crossed: Int64 = 0
    let count = Self.copy(
      from: slot, to: ticks, count: min(room, available), ids: ids, latest: &latest,
      crossed: &crossed)
    guard count > 0 else { return 0 }
    lastTime = latest
    counts.crossedQuotes += Int(crossed)
    slot += count * RecordingFormat.slotSize
    return count
  }

  /// The loop of ``copyRun(to:room:)``; 0 when one of the records was not right.
  private static func copy(
    from start: UnsafeRawPointer, to ticks: UnsafeMutablePointer<Tick>, count: Int, ids: [Int32],
    latest: inout Int64, crossed: inout Int64
  ) -> Int {
    // The sign bits gather faults: prices below 1, a volume below 0, quantities below -1, and time
    // going backwards.
    var faults = SIMD2<Int64>.zero
    var backwards: Int64 = 0
    var time = latest
    var crossings: Int64 = 0
    let ones = SIMD2<Int64>(repeating: 1)
    let oneAndNone = SIMD2<Int64>(1, 0)
    let copied = ids.withUnsafeBufferPointer { ids in
      var record = start
      var target = UnsafeMutableRawPointer(ticks)
      for index in 0..<count {
        let slot = Slot(record)
        let symbol = Int(truncatingIfNeeded: slot.symbol)
        guard slot.half(RecordingFormat.Offset.kind) == RecordingFormat.plainTick,
          symbol < ids.count
        else { return index }
        let moment = slot.time
        let quote = record.loadUnaligned(fromByteOffset: 16, as: SIMD2<Int64>.self)
        let trade = record.loadUnaligned(fromByteOffset: 32, as: SIMD2<Int64>.self)
        let sizes = record.loadUnaligned(fromByteOffset: 48, as: SIMD2<Int64>.self)
        let others = record.loadUnaligned(fromByteOffset: 64, as: SIMD2<Int64>.self)
        target.storeBytes(of: moment, as: Int64.self)
        target.storeBytes(of: ids[symbol], toByteOffset: 8, as: Int32.self)
        target.storeBytes(of: quote, toByteOffset: 16, as: SIMD2<Int64>.self)
        target.storeBytes(of: trade, toByteOffset: 32, as: SIMD2<Int64>.self)
        target.storeBytes(of: sizes, toByteOffset: 48, as: SIMD2<Int64>.self)
        target.storeBytes(of: others, toByteOffset: 64, as: SIMD2<Int64>.self)
        faults |= (quote &- ones) | (trade &- oneAndNone)
        faults |= (sizes & (sizes &+ ones)) | (others & (others &+ ones))
        backwards |= moment &- time
        crossings &-= (slot.signed(24) &- slot.signed(16)) &>> 63
        time = moment
        record += RecordingFormat.slotSize
        target += RecordingFormat.slotSize
      }
      return count
    }
    guard faults[0] | faults[1] | backwards >= 0 else { return 0 }
    latest = time
    crossed = crossings
    return copied
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
      && MemoryLayout<Tick>.stride == RecordingFormat.slotSize
  }()
}
