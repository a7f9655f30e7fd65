import CLuaBridge
import Market
import Money
import Recording
import Reporting
import Scripting
import Trading
import Worker

/// Replays the recording of a live session: every event that entered its engine, in the same order.
struct SessionReplay {
  private let options: ReplayOptions
  private let log: ScriptLog
  private let path: String

  init(_ options: ReplayOptions) {
    self.options = options
    path = options.ticks[0]
    log = ScriptLog(level: options.logLevel, window: .hour)
  }

  /// Replays and prints the report.
  ///
  /// - Throws: ``Stop`` for what is wrong with scripts, recording or output.
  func run(_ hasLoaded: () -> Void) throws(Stop) -> ExitCode {
    sauda_watchdog_start()
    let archive = SessionArchive(
      path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ".", on: SystemDisk())
    let texts = options.session.map { RecordedTexts($0, of: path, on: SystemDisk()) }
    let scripts = try options.loadScripts(log: log, recorded: texts)
    hasLoaded()
    var results = try ReplayResults(scripts, options)
    var session = try SessionRun(
      scripts, of: path, on: SystemDisk(), texts: texts,
      modulesBeside: options.terms.scripts)
    if let start = options.session?["start"] {
      try session.begin(from: SessionRun.start(start, in: archive), archive.start)
    }
    while try session.next() {
      try results.carryOut(&session.core.effects, session.core.engine.desks)
    }
    results.builder.warnings += texts?.warnings ?? []
    if !session.core.isOver {
      _ = session.core.take(.stop(reason: "end", at: session.core.engine.clock))
      try results.carryOut(&session.core.effects, session.core.engine.desks)
    }
    results.builder.ignoredTicks = session.core.engine.ignoredTicks
    results.builder.warnings += log.warnings
    if session.gaps > 0 { results.builder.warnings.append("\(session.gaps) gaps in the recording") }
    if let damage = session.damage { results.builder.warnings.append(damage) }
    return try results.finish(
      session.core.engine.desks, session.core.engine.tally, ticks: session.core.engine.sequence)
  }
}
