// Loaded before a service: when the supervisor is gone, even by kill -9, the channel to it closes, and the service
// shuts down as on SIGTERM instead of running on, unowned. The channel itself keeps no process alive.
process.channel?.unref()
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
