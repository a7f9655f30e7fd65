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
    let status = ticks.withUnsafeBufferPointer { buffer in
      runSequence = sequence
      return run(RunTicks(ticks: buffer), count: ticks.count, &desk) {
        sauda_call_ticks(
          interpreter.script, RunTicks.quotes(buffer), $0, sequence, settings.callbackBudget, &done)
      }
    }
    return settleRun(status, done)
  }

  /// Calls `on_tick` for ticks picked out of a batch, of any symbols of the script.
  ///
  /// - Parameters:
  ///   - picks: Places in the batch, at least one; the desk has not taken these ticks yet.
  ///   - ticks: The batch.
  ///   - numbers: The number of each of its ticks.
  ///   - desk: The desk; it has taken all ticks that were done when this returns.
  /// - Returns: How many ticks were done, and how the last callback ended.
  package func run(
    _ picks: Span<Int32>, of ticks: Span<Tick>, numbers: Span<Int64>, port desk: inout Port
  ) -> TickRun {
    guard hasTick else {
      desk.take(picks, of: ticks, numbers: numbers)
      return TickRun(count: picks.count, outcome: .completed)
    }
    var done: Int32 = 0
    let status = ticks.withUnsafeBufferPointer { buffer in
      picks.withUnsafeBufferPointer { picks in
        numbers.withUnsafeBufferPointer { numbers in
          run(RunTicks(ticks: buffer, picks: picks, numbers: numbers), count: picks.count, &desk) {
            sauda_call_picked_ticks(
              interpreter.script, RunTicks.quotes(buffer), picks.baseAddress, numbers.baseAddress,
              $0, settings.callbackBudget, &done)
          }
        }
      }
    }
    return settleRun(status, done)
  }

  @inline(__always)
  private func run(
    _ ticks: RunTicks, count: Int, _ desk: inout Port, call: (Int32) -> Int32
  ) -> Int32 {
    callbackBytes = 0
    return withUnsafeMutablePointer(to: &desk) { pointer in
      port = pointer
      run = ticks
      runTaken = 0
      defer {
        port = nil
        run = RunTicks()
      }
      // A script with a state is asked after each callback whether it may keep what it has written.
      let status = call(mentionsState ? 1 : Int32(truncatingIfNeeded: count))
      catchUp(to: max(1, Int(sauda_tick_index(interpreter.script)) + 1))
      return status
    }
  }

  @inline(__always)
  private func settleRun(_ status: Int32, _ done: Int32) -> TickRun {
    let isPlain = status == 0 && !mentionsState
    return TickRun(
      count: max(1, Int(done)), outcome: isPlain ? .completed : settleTick(status))
  }

  /// Lets the desk take the ticks of a run up to the one that is being handled, before anything is
  /// asked of it.
  @inline(__always)
  func catchUp() {
    guard run.ticks.count > 0 else { return }
    let count = Int(sauda_tick_index(interpreter.script)) + 1
    if count > runTaken { catchUp(to: count) }
  }

  private func catchUp(to count: Int) {
    guard count > runTaken, let port else { return }
    if run.picks.count > 0 {
      let picks = Span(_unsafeElements: UnsafeBufferPointer(rebasing: run.picks[runTaken..<count]))
      port.pointee.take(
        picks, of: Span(_unsafeElements: run.ticks), numbers: Span(_unsafeElements: run.numbers))
    } else {
      let ticks = Span(_unsafeElements: UnsafeBufferPointer(rebasing: run.ticks[runTaken..<count]))
      port.pointee.take(ticks, from: runSequence + Int64(runTaken))
    }
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
