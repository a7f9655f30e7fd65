import CLuaBridge
package import Market
package import Trading

/// Runs of ticks, in which the desk has nothing to do between two callbacks.
extension ScriptHost {
  /// Calls `on_tick` for ticks of one symbol, one after the other, until a callback asks the host for
  /// something or fails.
  ///
  /// - Parameters:
  ///   - ticks: At least one tick, which the desk has not taken yet.
  ///   - sequence: The number of the first.
  ///   - desk: The desk; it has taken all ticks that were done when this returns.
  /// - Returns: How many ticks were done, and how the last callback ended.
  package func run(_ ticks: Span<Tick>, sequence: Int64, port desk: inout Port) -> TickRun {
    guard hasTick else {
      desk.take(ticks, from: sequence)
      return TickRun(count: ticks.count, outcome: .completed)
    }
    var done: Int32 = 0
    callbackBytes = 0
    // A script with a state is asked after each callback whether it may keep what it has written.
    let count = mentionsState ? 1 : ticks.count
    let status = ticks.withUnsafeBufferPointer { buffer in
      withUnsafeMutablePointer(to: &desk) { pointer in
        port = pointer
        run = buffer
        runSequence = sequence
        runTaken = 0
        defer { endRun() }
        let status = sauda_call_ticks(
          interpreter.script,
          UnsafeRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: sauda_quote.self),
          Int32(truncatingIfNeeded: count), sequence, settings.callbackBudget, &done)
        catchUp(to: max(1, Int(done)))
        return status
      }
    }
    let finished = max(1, Int(done))
    guard status == 0, !mentionsState else {
      return TickRun(count: finished, outcome: settleTick(status))
    }
    return TickRun(count: finished, outcome: .completed)
  }

  private func endRun() {
    port = nil
    run = UnsafeBufferPointer(start: nil, count: 0)
  }

  /// Lets the desk take the ticks of a run up to the one that is being handled, before anything is
  /// asked of it.
  @inline(__always)
  func catchUp() {
    guard run.count > 0 else { return }
    let count = Int(sauda_tick_index(interpreter.script)) + 1
    if count > runTaken { catchUp(to: count) }
  }

  private func catchUp(to count: Int) {
    guard count > runTaken, let port else { return }
    let ticks = Span(_unsafeElements: UnsafeBufferPointer(rebasing: run[runTaken..<count]))
    port.pointee.take(ticks, from: runSequence + Int64(runTaken))
    runTaken = count
    callbackBytes = 0
  }

  /// Whether a tick lies in memory as the bridge reads it.
  static var sharesLayout: Bool {
    let offsets = [
      MemoryLayout<Tick>.offset(of: \.time), MemoryLayout<Tick>.offset(of: \.instrument),
      MemoryLayout<Tick>.offset(of: \.bid), MemoryLayout<Tick>.offset(of: \.ask),
      MemoryLayout<Tick>.offset(of: \.ltp), MemoryLayout<Tick>.offset(of: \.volume),
      MemoryLayout<Tick>.offset(of: \.lastQuantity), MemoryLayout<Tick>.offset(of: \.bidQuantity),
      MemoryLayout<Tick>.offset(of: \.askQuantity), MemoryLayout<Tick>.offset(of: \.openInterest),
    ]
    return offsets == [0, 8, 16, 24, 32, 40, 48, 56, 64, 72]
      && MemoryLayout<Tick>.stride == MemoryLayout<sauda_quote>.stride
  }
}
