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
