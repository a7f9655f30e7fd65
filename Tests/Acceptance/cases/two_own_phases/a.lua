strategy { name = "a", symbols = { "NSE:SBIN-EQ" }, product = "CNC" }
local S = "NSE:SBIN-EQ"
function on_session(phase, symbols) log.info("%s %s", phase, table.concat(symbols, ",")) end
function on_tick(tick) end
