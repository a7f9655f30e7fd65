strategy { name = "nam_err", symbols = { "SIM:X" } }
local S = "SIM:X"
local plan = {}
function on_error(err)
  local ran, why = pcall(function() return err.mesage end)
  log.info("told %s %s", ran, why)
end
plan[1] = function(tick) error("on purpose") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
