import Reporting
import Scripting
import Server
import Trading
import Worker

/// All that loading a failed script again takes, so that it can be done apart from the engine's thread.
struct ScriptRestart<Script: StartedScript> {
  /// A script that came up, with what it was loaded from.
  struct Fresh {
    let script: Script
    let source: WorkerScript
    let fingerprint: String
    let shelf: ModuleShelf
  }

  /// The script's place on the command line.
  let place: Int
  /// Its file.
  let path: String
  /// What it was started from at the beginning.
  let original: WorkerScript
  /// What it declared: the session rests on that.
  let declaration: StrategyDeclaration
  /// Has the file.
  let disk: any SessionDisk
  /// Keeps the text; nil when the session is not recorded.
  let store: TextStore?
  /// Loads it.
  let load: (WorkerScript) throws(ScriptLoadProblem) -> Script

  /// Loads the text that is there now.
  ///
  /// - Returns: The script, or why it does not come up; what it said in either case.
  func run() -> (voice: LoadOutput, result: Result<Fresh, Stop>) {
    let voice = LoadOutput(original.sink)
    do throws(Stop) {
      return (voice, .success(try fresh(voice)))
    } catch {
      return (voice, .failure(error))
    }
  }

  private func fresh(_ voice: LoadOutput) throws(Stop) -> Fresh {
    let text = try ScriptFile.read(path, on: disk)
    let shelf = ModuleShelf { [disk, path] in ScriptFile.module($0, beside: path, on: disk) }
    let source = WorkerScript(
      source: text, settings: original.settings, modules: { shelf.text($0) },
      sink: { voice.take($0, $1) })
    let script: Script
    do throws(ScriptLoadProblem) {
      script = try load(source)
    } catch {
      throw Stop(.badInput, error.sentence)
    }
    guard script.declaration == declaration else {
      throw Stop(
        .badInput,
        "strategy: the text declares something else than the one the session began with; "
          + "end the session and begin another")
    }
    try store?.keep(text.text)
    for module in shelf.untaken {
      if case .text(let bytes) = module.text { try store?.keep(bytes) }
    }
    return Fresh(
      script: script, source: source, fingerprint: Fingerprint.sha256(of: text.text), shelf: shelf)
  }
}

extension ScriptLoadProblem {
  /// Why the script does not load, for people.
  var sentence: String {
    switch self {
    case .refused(let failure): FailureText.line(failure, tick: nil)
    case .parameter(let sentence): sentence
    case .noMemory: "no memory for an interpreter"
    }
  }
}

/// Scripts on their way from the thread that loads them to the engine's.
///
/// Each thread has them in turn, which the lock makes sure of: nobody looks in before all are there.
final class RestartTray<Script: StartedScript>: @unchecked Sendable {
  /// What became of a script.
  typealias Entry = (
    place: Int, voice: LoadOutput, result: Result<ScriptRestart<Script>.Fresh, Stop>
  )

  private let monitor = Monitor()
  private var entries: [Entry] = []
  private var isFull = false
  private var isUnwanted = false

  /// An empty tray.
  init() {}

  /// Loads scripts, one after the other, unless nobody wants them any more.
  func fill(with restarts: [ScriptRestart<Script>]) {
    for restart in restarts {
      if monitor.locked({ isUnwanted }) { return }
      let (voice, result) = restart.run()
      monitor.locked { entries.append((restart.place, voice, result)) }
    }
    monitor.locked { isFull = true }
  }

  /// Takes what became of all; nil until that is known.
  func take() -> [Entry]? {
    monitor.locked {
      guard isFull else { return nil }
      defer { entries.removeAll() }
      return entries
    }
  }

  /// Lets whoever fills it stop.
  func leave() { monitor.locked { isUnwanted = true } }
}

/// A `resume` that waits for scripts to be loaded.
struct PendingRestart<Script: StartedScript> {
  /// Where they come.
  let tray: RestartTray<Script>
  /// Who asked, and waits for the answer.
  var replies: [SessionQuestion.Reply<ControlAnswer>]
}
