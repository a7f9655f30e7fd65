strategy { name = "b", symbols = { "SIM:X" }, bars = { "1m" } }
local S = "SIM:X"
function on_bar(bar) log.info("bar") end
function on_tick(tick) log.info("tick %d", tick.seq) end
