/** The channel on which processes hear that alerts were raised or closed. */
export const alertsChannel = 'alerts'
