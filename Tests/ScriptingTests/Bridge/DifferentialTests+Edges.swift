extension DifferentialTests {
  /// Arguments at and beyond the edges of the functions that the bridge implements itself.
  static let edges = """
    for _, f in ipairs { "%5.1f", "%-8d|", "%08.3f", "%+.3e", "%x", "%X", "%#o", "%G", "%a", "%c", "%i", "%5s",
        "%-5s|", "%.2s", "%q", "% d", "%e", "%E", "%A", "%99.99f", "%-99d", "%.99d", "%0.0f", "%10.3s|", "%u",
        "%d", "%s", "%", "%k", "%-100d", "%.3q", "%.20s", "%10", "%0000000000000000000000000000d", "%.123d",
        "%#d", "%5%", "%0-5d|", "%05s", "%+x", "%.5c", "%.f", "%5.|", "%%", "%-+ #0d", "%s %s" } do
      for _, v in ipairs { 0, 1, -1, 255, 1.5, -2.25, 1e300, math.huge, -math.huge, math.maxinteger,
          math.mininteger, "12", "abc", "", "a\\0b", "\\n\\"\\\\\\r9", true, ("z"):rep(150) } do
        show(f, v, pcall(string.format, f, v))
      end
      show(f, pcall(string.format, f), pcall(string.format, f, nil), pcall(string.format, f, 0/0 ~= 0/0))
    end
    for i = -7, 7 do for j = -7, 7 do
      show(pcall(utf8.len, "a\\u{e9}\\u{20ac}\\u{1f600}x\\xff", i, j))
      show(pcall(utf8.len, "\\u{d800}\\u{7fffffff}\\xc0\\x80", i, j, true))
      show(pcall(table.concat, { 1, 2, 3, 4, 5, 6 }, "-", i, j))
      show(pcall(table.unpack, { 1, 2, 3 }, i, j))
      show(pcall(function() return table.concat(table.move({ 1, 2, 3, 4, 5, 6, 7 }, i, i + 2, j), ",", 1, 7) end))
      show(pcall(function() local t = { 1, 2, 3 } table.insert(t, i, j) return table.concat(t, ",") end))
      show(pcall(function() local t = { 1, 2, 3 } return table.remove(t, i), #t, t[1], t[2], t[3] end))
      show(string.rep("ab", i, "-"), ("hello"):find("l", i), ("hello"):find("l", i, true))
      show(("hello"):match(".", j), ("hello"):find("", i), ("hello"):gmatch(".", i)())
    end end
    show(pcall(string.find, ("a"):rep(300), ("a?"):rep(199)), pcall(string.find, ("a"):rep(300), ("a?"):rep(200)))
    show(pcall(string.find, ("b"):rep(300), ("a?"):rep(250)), pcall(string.find, ("a"):rep(9), ("(a"):rep(33)))
    show(pcall(string.rep), pcall(string.find), pcall(string.gmatch, "x"), pcall(string.gsub, "x", "x"))
    show(pcall(string.gsub, "abc", "b", true), pcall(string.gsub, "abc", "b", function() return {} end))
    show(pcall(table.concat, { 1, {}, 3 }), pcall(table.concat, {}, {}), pcall(table.concat, {}, 1, 2, 3))
    show(pcall(table.insert, {}), pcall(table.insert, {}, 1, 2, 3), pcall(table.insert, nil, 1))
    show(pcall(table.move, {}, 1, math.maxinteger, 2), pcall(table.move, { 1 }, 1, 2, math.maxinteger))
    show(pcall(table.unpack, {}, 1, 1e8), pcall(table.unpack, {}, math.mininteger, math.maxinteger))
    show(table.unpack(setmetatable({}, { __index = function(_, i) return i * 2 end }), 1, 3))
    show(table.concat(setmetatable({}, { __len = function() return 3 end, __index = function(_, i) return i end })))
    local t = { 5, 2, 8, 1, 9, 3.5, -1, 2^53, 7, 0 }
    table.sort(t) show(table.unpack(t))
    table.sort(t, function(a, b) return a > b end) show(table.unpack(t))
    t = { "b", "a", "B", "", "aa", "\\0", "a\\0b", "\\xff" }
    table.sort(t) show(table.unpack(t))
    show(pcall(table.sort, { {}, {} }), pcall(table.sort, {}, 1), pcall(table.sort, { 1, 2 }, error))
    show(tostring(1e15), tostring(2^63), 1e100, -0.0, 1/0, 3 // 0.0, 2^31, tostring(-0.0))
    show(pcall(tostring), pcall(tostring, setmetatable({}, { __tostring = function() return 1 end })))
    show(pcall(tostring, setmetatable({}, { __tostring = function() return {} end })))
    show(pcall(setmetatable, 1, {}), pcall(setmetatable, {}, 1), pcall(setmetatable, {}))
    show(getmetatable(setmetatable({}, { __metatable = "locked" })))
    show(pcall(setmetatable, setmetatable({}, { __metatable = 1 }), {}))
    show(pcall(pcall), pcall(error), select("#", pcall(error, nil)), pcall(error, "x", 0), pcall(error, {}))
    local co = coroutine.wrap(function()
      show(pcall(function() coroutine.yield(1) error("x") end))
      return 5
    end)
    show(co(), co(), pcall(co), coroutine.isyieldable(), coroutine.status(coroutine.create(print)))
    show(coroutine.resume(coroutine.create(function(...) return select("#", ...), ... end), 1, nil, 3))
    show(pcall(coroutine.resume, 1), pcall(coroutine.create, 1), coroutine.close(coroutine.create(print)))
    local c = coroutine.create(function()
      local x <close> = setmetatable({}, { __close = function(_, e) show("closing", e) error("in close", 0) end })
      coroutine.yield()
    end)
    show(coroutine.resume(c)) show(coroutine.close(c)) show(coroutine.status(c), coroutine.close(c))
    show(pcall(coroutine.close, coroutine.running()), select(2, coroutine.running()))
    show(pcall(coroutine.wrap(function() error({}) end)), pcall(coroutine.wrap(function() error("m") end)))
    """
}
