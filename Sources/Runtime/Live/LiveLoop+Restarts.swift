import Reporting
import Scripting
import Server
import Trading
import Worker

/// Operators' commands, and scripts that are started again.
///
/// The engine's thread waits for no script to load: the session goes on as it is meanwhile, and `resume`
/// holds once all are there. Another command that comes first takes its place.
extension LiveLoop where Rules: ~Copyable {
  /// Does what a command says, and answers.
  func obey(_ command: Trading.OperatorCommand, _ reply: SessionQuestion.Reply<ControlAnswer>) {
    guard command == .resume else {
      withdrawResume(because: command)
      return reply.resume(returning: take(command))
    }
    if let trouble = recorder?.trouble {
      return reply.resume(
        returning: .refused(
          "The session cannot be recorded any more (\(trouble)); stop it and start another."))
    }
    guard restart == nil else {
      restart?.replies.append(reply)
      return
    }
    let stopped = core.engine.desks.indices.filter { !core.engine.desks[$0].isScriptRunning }
    guard !stopped.isEmpty else { return reply.resume(returning: take(.resume)) }
    let tray = RestartTray<Rules.Script>()
    let restarts = stopped.map { restart(of: $0) }
    restart = PendingRestart(tray: tray, replies: [reply])
    scripts.background.run { [mailbox] in
      tray.fill(with: restarts)
      mailbox.offer(.restarted)
    }
  }

  private func restart(of place: Int) -> ScriptRestart<Rules.Script> {
    ScriptRestart(
      place: place, path: options.terms.scripts[place], original: scripts.originals[place],
      declaration: core.engine.desks[place].declaration, disk: scripts.disk, store: scripts.store,
      load: core.engine.rules.restart(of: place))
  }

  /// Tells those who wait for a `resume` that it will not come.
  func withdrawResume(because command: Trading.OperatorCommand?) {
    guard let pending = restart else { return }
    restart = nil
    pending.tray.leave()
    let sentence =
      command.map { "\($0.rawValue) came before the scripts were loaded: nothing was resumed." }
      ?? "The session has ended."
    for reply in pending.replies { reply.resume(returning: .refused(sentence)) }
  }

  /// Resumes with the scripts that were loaded, and answers who waited for it.
  func takeRestarted() {
    guard let pending = restart, let entries = pending.tray.take() else { return }
    restart = nil
    let before = core.engine.desks.map(\.orders.count)
    enter(.command(.resume, at: now()))
    tell(of: .resume)
    var reasons: [Int: String] = [:]
    for (place, voice, result) in entries {
      voice.open()
      switch result {
      case .success(let fresh): start(fresh, at: place)
      case .failure(let stop):
        reasons[place] = stop.message
        tell("\(core.engine.desks[place].declaration.name) does not start: \(stop.message)")
      }
    }
    publish()
    let answer = self.answer(to: .resume, since: before, reasons)
    for reply in pending.replies { reply.resume(returning: answer) }
  }

  private func start(_ fresh: ScriptRestart<Rules.Script>.Fresh, at place: Int) {
    if fresh.source.source.text != core.engine.rules.script(of: place).source.text {
      audience.note(
        "\(core.engine.desks[place].declaration.name) has a new text "
          + "(\(fresh.fingerprint.prefix(12))…)", .warn, at: core.engine.clock)
    }
    scripts.shelves[place] = fresh.shelf
    core.engine.rules.install(fresh.script, fresh.source, of: place)
    enter(.restart(script: place, fingerprint: fresh.fingerprint, at: now()))
  }

  /// Carries a command out.
  private func take(_ command: Trading.OperatorCommand) -> ControlAnswer {
    let before = core.engine.desks.map(\.orders.count)
    enter(.command(command, at: now()))
    tell(of: command)
    publish()
    return answer(to: command, since: before, [:])
  }

  /// Says that an operator said something.
  func tell(of command: Trading.OperatorCommand) {
    audience.note("operator: \(command.rawValue)", .warn, at: core.engine.clock)
  }

  /// The answer to a command that was carried out: after `resume`, no if a script did not start.
  private func answer(
    to command: Trading.OperatorCommand, since before: [Int], _ reasons: [Int: String]
  ) -> ControlAnswer {
    let desks = core.engine.desks.indices
    let stopped = desks.filter { !core.engine.desks[$0].isScriptRunning }
    guard command == .resume, !stopped.isEmpty else {
      return .done(
        mode: mode.operatorMode, message: Self.sentence(after: command),
        orders: fills(since: before, and: before.map { _ in [] }))
    }
    let told = stopped.map { place in
      let failure = core.engine.desks[place].failure.map { FailureText.line($0, tick: nil) }
      return "\(core.engine.desks[place].declaration.name) did not start: "
        + (reasons[place] ?? failure ?? "it failed again")
    }
    let others = stopped.count < desks.count ? "Trading goes on, but " : ""
    return .refused(others + told.joined(separator: "; "))
  }

  private static func sentence(after command: Trading.OperatorCommand) -> String {
    switch command {
    case .exitOnly: "Entries are denied; exits and stops go on."
    case .flatten:
      "Every position is sold: now, or at the first price of its market's next open; "
        + "entries are denied."
    case .halt: "Nothing is taken any more; stops keep working."
    case .resume: "Trading goes on."
    }
  }
}

extension Trading.OperatorCommand {
  /// What is let through after it.
  var resultingMode: OperatorMode {
    switch self {
    case .exitOnly, .flatten: .exitOnly
    case .halt: .halted
    case .resume: .running
    }
  }
}
