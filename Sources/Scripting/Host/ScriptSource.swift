/// The text of a script and the name it goes by in messages.
package struct ScriptSource: Sendable {
  /// The most bytes a script or module may have.
  package static let sizeAtMost = 262_144

  /// The bytes of the file.
  package let text: [UInt8]
  /// The file's name without folder: `ema_cross.lua`.
  package let fileName: String

  /// A source; a byte order mark at its start is dropped.
  package init(text: [UInt8], fileName: String) {
    self.text = text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text
    self.fileName = fileName
  }

  /// A source that was one before: its text is taken as it is.
  package init(kept text: [UInt8], fileName: String) {
    self.text = text
    self.fileName = fileName
  }
}

/// What a script runs with; the defaults are the product's.
package struct ScriptSettings: Sendable {
  /// Bytes the script may hold.
  package var memoryCap = 64 * 1_048_576
  /// The seed of `math.random`.
  package var seed: UInt64 = 1
  /// The script's number in its session, from 0: it picks the addresses of its memory.
  package var slot: Int32 = 0
  /// Parameters from outside.
  package var overrides: [ParameterOverride] = []
  /// Nanoseconds of processor time of a callback.
  package var callbackBudget: Int64 = 20_000_000
  /// Nanoseconds of processor time of the load and of `on_start`.
  package var startBudget: Int64 = 2_000_000_000
  /// Whether the text may be rewritten so that calls cost less, orders may take short ways, and many ticks
  /// may come in one call; nothing that a script can tell depends on it.
  package var takesShortcuts = true

  /// The product's settings.
  package init() {}
}

/// The answer to a script that requires a module.
package enum ModuleText: Sendable {
  /// Its bytes.
  case text([UInt8])
  /// There is none; the sentence says where it was looked for.
  case missing(String)
}

/// The names `require` takes: `lib.levels`, `lib.stops.atr`.
package enum ModuleName {
  /// Whether the name is one of `lib.` and words of `a-z 0-9 _`, parted by dots.
  package static func isValid(_ bytes: some Collection<UInt8>) -> Bool {
    guard bytes.count <= 128, bytes.starts(with: Array("lib.".utf8)) else { return false }
    return bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
      !$0.isEmpty
        && $0.allSatisfy {
          switch $0 {
          case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"):
            true
          default: false
          }
        }
    }
  }

  /// The file of a valid name, below the script's folder: `lib/levels.lua`.
  package static func file(of name: String) -> String {
    name.split(separator: ".").joined(separator: "/") + ".lua"
  }
}
