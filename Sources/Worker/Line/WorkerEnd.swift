package import Trading

/// Why a worker is no more, or cannot be trusted any longer.
package enum WorkerEnd: Error, Equatable, Sendable {
  /// No process could be made for it.
  case notStarted
  /// Its program ended by itself, with this code.
  case exited(code: Int32)
  /// A signal ended it.
  case signalled(Int32)
  /// It did not answer for so many nanoseconds.
  case silent(nanoseconds: Int64)
  /// It said what is no message of the protocol; the words say what is wrong.
  case garbled(String)
  /// It asked or said more than a call may.
  case flooded(String)
  /// It was ended on purpose, earlier.
  case closed

  /// The failure of the script whose worker it was.
  ///
  /// - Parameter callback: What ran.
  /// - Returns: The failure, with the reason in its message.
  package func failure(in callback: String) -> ScriptFailure {
    let (kind, sentence): (ScriptFailure.Kind, String) =
      switch self {
      case .notStarted: (.crash, "no worker process could be made for the script")
      case .exited(let code): (.crash, Self.sentence(ofExit: code))
      case .signalled(let signal): (.crash, Self.sentence(of: signal))
      case .silent(let nanoseconds):
        (.time, "the script did not answer within \(Self.seconds(nanoseconds)); it was ended")
      case .garbled(let flaw):
        (.crash, "the script's worker sent what is no message (\(flaw)); it was ended")
      case .flooded(let what):
        (.error, "the script's worker \(what) in one callback; it was ended")
      case .closed: (.crash, "the script's worker does not run; start it anew with resume")
      }
    return ScriptFailure(kind: kind, callback: callback, message: sentence)
  }

  private static func seconds(_ nanoseconds: Int64) -> String {
    nanoseconds % 1_000_000_000 == 0
      ? "\(nanoseconds / 1_000_000_000) s" : "\(nanoseconds / 1_000_000) ms"
  }

  private static func sentence(of signal: Int32) -> String {
    // The numbers are Linux's, the same on every architecture that Swift runs on.
    let names: [Int32: String] = [
      4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 9: "SIGKILL",
      11: "SIGSEGV", 15: "SIGTERM", 24: "SIGXCPU",
    ]
    if signal == 31 {
      return "the script's worker tried a system call outside its sandbox (SIGSYS)"
    }
    let name = names[signal].map { " (\($0))" } ?? ""
    return "the script's worker was ended by signal \(signal)\(name)"
  }

  private static func sentence(ofExit code: Int32) -> String {
    switch code {
    case 127: "the program of the script's worker cannot be run"
    case WorkerExit.notConfined:
      "the script's worker could not be locked in (limits, no_new_privs, seccomp)"
    default: "the script's worker ended by itself with code \(code)"
    }
  }
}

/// The codes a worker's program ends with by itself.
enum WorkerExit {
  /// It was started by hand: there is no channel.
  static let noChannel: Int32 = 64
  /// What came over the channel is no message.
  static let garbled: Int32 = 65
  /// It could not be locked in.
  static let notConfined: Int32 = 77
}
