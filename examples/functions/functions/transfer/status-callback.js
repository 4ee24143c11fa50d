"use strict";
// The worker's call has ended. After a conversation the task is completed, which frees the worker for the next one;
// otherwise the reservation is rejected, which sends the caller to the next worker.

exports.handler = async (context, event, callback) => {
  const { TaskSid, ReservationSid, CallStatus } = event;
  const task = context.getTwilioClient().taskrouter.v1.workspaces(context.WORKSPACE_SID).tasks(TaskSid);
  try {
    if (CallStatus === "completed") {
      await task.update({ assignmentStatus: "completed", reason: "the call ended" });
    } else {
      await task.reservations(ReservationSid).update({ reservationStatus: "rejected" });
    }
    callback(null, {});
  } catch (error) {
    if (error.status === 400) {
      // The server was faster: a reservation whose call failed is over, and so is the task of a caller who left.
      console.log(`${TaskSid} had gone on already: ${error.message}`);
      callback(null, {});
    } else {
      callback(error);
    }
  }
};
