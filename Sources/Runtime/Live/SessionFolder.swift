import Glibc
import Market
import Reporting

/// The folder of one session under the data folder: `sessions/20261123-091500-ema_cross`.
struct SessionFolder: Sendable {
  /// Its path.
  let path: String

  /// The recording in it.
  var recording: String { path + "/recording.ticks" }

  /// Makes the folder, and those above it, readable for their owner alone.
  ///
  /// - Parameters:
  ///   - data: The data folder.
  ///   - name: The first script's name, or what else the session is called.
  ///   - time: When it begins.
  /// - Throws: ``Stop`` with exit code 74.
  init(in data: String, name: String, at time: EventTime) throws(Stop) {
    let sessions = data + "/sessions"
    try Self.make(data)
    try Self.make(sessions)
    let clock = IndianTime(time)
    let stamp = "\(clock.date)".filter(\.isNumber) + "-" + clock.clockText.filter(\.isNumber)
    var number = 1
    while true {
      let candidate = "\(sessions)/\(stamp)-\(name)" + (number > 1 ? "-\(number)" : "")
      if mkdir(candidate, 0o700) == 0 {
        path = candidate
        return
      }
      guard errno == EEXIST, number < 1_000 else {
        throw Stop(
          .inputOutput,
          "\(candidate): cannot be made: \(SystemErrorText.sentence(of: errno)); "
            + "choose another folder with --data")
      }
      number += 1
    }
  }

  /// Makes a folder with all above it, unless it is there.
  static func make(_ path: String) throws(Stop) {
    var made = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      made += "/\(part)"
      guard mkdir(made, 0o700) != 0, errno != EEXIST else { continue }
      throw Stop(
        .inputOutput,
        "\(path): cannot be made: \(SystemErrorText.sentence(of: errno)); "
          + "choose another folder with --data")
    }
  }
}
