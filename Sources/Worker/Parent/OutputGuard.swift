import Market
import Scripting
import Trading

/// Holds what a worker says to the script host's own bounds, and to one printable line.
struct OutputGuard {
  private var second: Int64 = .min
  private var lines = 0

  /// The outputs, made harmless.
  ///
  /// - Throws: ``WorkerEnd/flooded(_:)`` when there are more than an honest host lets through.
  mutating func admit(
    _ outputs: [ScriptOutput], at time: EventTime?, _ limits: WorkerLimits
  ) throws(WorkerEnd) -> [ScriptOutput] {
    guard outputs.count <= limits.outputs else {
      throw .flooded("said \(outputs.count) things")
    }
    let now = time.map { $0.nanoseconds / EventTime.nanosecondsPerSecond } ?? .min
    if now != second {
      second = now
      lines = 0
    }
    lines += outputs.count { if case .line = $0 { true } else { false } }
    guard lines <= limits.lines else { throw .flooded("wrote \(lines) lines a second") }
    return outputs.map(Self.harmless)
  }

  private static func harmless(_ output: ScriptOutput) -> ScriptOutput {
    switch output {
    case .line(let level, let text):
      .line(level, Printable.line(text, sizeAtMost: MessageLimits.output))
    case .plot(let name, let value):
      .plot(name: Printable.line(name, sizeAtMost: MessageLimits.line), value: value)
    case .mark(let text): .mark(Printable.line(text, sizeAtMost: MessageLimits.line))
    }
  }

  /// A failure as a worker tells it, made harmless: a worker that can tell it has not crashed.
  static func harmless(_ failure: ScriptFailure) -> ScriptFailure {
    ScriptFailure(
      kind: failure.kind == .crash ? .error : failure.kind,
      callback: Printable.line(failure.callback, sizeAtMost: MessageLimits.word),
      message: Printable.line(failure.message, sizeAtMost: MessageLimits.sentence),
      source: Printable.line(failure.source, sizeAtMost: MessageLimits.line),
      traceback: failure.traceback.split(separator: "\n", omittingEmptySubsequences: false)
        .map { Printable.line(String($0), sizeAtMost: MessageLimits.line) }
        .joined(separator: "\n"))
  }
}
